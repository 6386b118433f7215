package dev.tocsin.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** How to authenticate to a receiver over HTTP: one of these. */
@ApiObject
@ValidationRule(
    value = "[has(self.bearer), has(self.basic), has(self.header)].filter(each, each).size() == 1",
    message = "credentials are one of bearer, basic and header")
public record HttpCredentials(
    @JsonPropertyDescription("Token for `Authorization: Bearer`.") @Nullable SecretKey bearer,
    @JsonPropertyDescription("User and password for `Authorization: Basic`.") @Nullable Basic basic,
    @JsonPropertyDescription("A header with a secret value.") @Nullable Header header) {

  /** User and password. */
  @ApiObject
  public record Basic(
      @JsonPropertyDescription("The user.")
          @Required
          @Size(min = 1, max = Limits.LINE)
          @Pattern("^[^:]+$")
          String username,
      @JsonPropertyDescription("The password.") @Required SecretKey password) {}

  /** One header. */
  @ApiObject
  @ValidationRule(
      value =
          "!(self.name.lowerAscii() in ['host', 'connection', 'content-length', 'content-type',"
              + " 'expect', 'transfer-encoding', 'upgrade'])",
      message = "this header is the connection's own")
  public record Header(
      @JsonPropertyDescription("Name of the header.")
          @Required
          @Size(min = 1, max = Limits.LABEL)
          @Pattern("^[A-Za-z0-9-]+$")
          String name,
      @JsonPropertyDescription("Value of the header.") @Required SecretKey value) {}
}
