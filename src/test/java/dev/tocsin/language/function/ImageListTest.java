package dev.tocsin.language.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which images an entry of a list takes in. */
class ImageListTest {

  @ParameterizedTest(name = "{0} takes in {1}: {2}")
  @CsvSource({
    "nginx, nginx, true",
    "nginx, nginx:1.27, true",
    "nginx, docker.io/library/nginx:1.27, true",
    "nginx, index.docker.io/library/nginx, true",
    "nginx, registry-1.docker.io/library/nginx, true",
    "docker.io/nginx, nginx@sha256:aa, true",
    "docker.io/library/nginx, nginx, true",
    "index.docker.io/bitnami/nginx, bitnami/nginx:1, true",
    "Docker.IO/library/nginx, nginx, true",
    "nginx, bitnami/nginx, false",
    "nginx, nginx-evil, false",
    "nginx, registry.example/nginx, false",
    "nginx, registry.example/library/nginx, false",
    "nginx, docker.io.evil.example/library/nginx, false",
    "registry.example/foo, registry.example/foo:1, true",
    "registry.example/foo, registry.example/foobar-evil, false",
    "registry.example/foo, registry.example/foo/bar, false",
    "registry.example/foo, registry.example/foo-evil:1, false",
    "registry.example/*, registry.example/foo/bar:1, true",
    "registry.example/*, registry.example.evil.com/foo, false",
    "registry.example*, registry.example.evil.com/foo, false",
    "registry.example*, registry.example-evil/foo, false",
    "registry.example:5000/*, registry.example:5000/foo:1, true",
    "registry.example:5000/*, registry.example:50001/foo, false",
    "registry.example/foo*, registry.example/foo/bar, true",
    "registry.example/foo*, registry.example/foo:2, true",
    "registry.example/foo*, registry.example/foobar, false",
    "localhost/foo, localhost/foo:1, true",
    "bitnami/*, docker.io/bitnami/nginx:1, true",
    "bitnami/*, docker.io/bitnami-evil/nginx:1, false",
    "nginx:1.27, docker.io/library/nginx:1.27, true",
    "nginx:1.27, nginx:1.27.1, false",
    "nginx:1.27, nginx, false",
    "nginx:latest, nginx, true",
    "nginx:1.27, nginx:1.27@sha256:aa, false",
    "nginx:*, nginx:1.27, true",
    "nginx@sha256:aa, nginx:1@sha256:aa, true",
    "nginx@sha256:aa, nginx@sha256:aabb, false",
    "nginx@sha256:aa, nginx, false",
    "nginx:1@sha256:aa, nginx@sha256:aa, true",
    "*, anything/at:all, true",
    "*, '', false",
    "nginx, '', false",
    "nginx, sha256:933fe0, false",
    "docker.io/*, nginx:1, true",
    "docker.io/library/*, nginx:1, true",
    "docker.io/library/*, bitnami/nginx, false",
  })
  void anImageIsKnownByItsWholeName(String entry, String image, boolean contained) {
    assertThat(new ImageList(List.of("other.example/x", entry)).contains(image))
        .isEqualTo(contained);
  }
}
