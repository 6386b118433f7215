package dev.tocsin.image;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Classes of a library in a newer format than it was compiled to. The JVM links no class ahead of a
 * start that is older than Java 6, since such a class says nothing of the types of its variables,
 * which the JVM then works out at each start.
 */
final class ModernClasses {
  private static final ClassFile FORMAT =
      ClassFile.of(ClassFile.StackMapsOption.GENERATE_STACK_MAPS);

  private ModernClasses() {}

  /**
   * The classes of a jar that are older than Java 6, in the format of Java 8, by their paths.
   *
   * @param jar is on the class path of this JVM: the types of variables are found by its classes
   */
  static SortedMap<String, byte[]> of(Path jar) throws IOException {
    SortedMap<String, byte[]> modern = new TreeMap<>();
    try (JarFile classes = new JarFile(jar.toFile())) {
      for (JarEntry entry : Collections.list(classes.entries())) {
        if (entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/")) {
          ClassModel read = FORMAT.parse(bytes(classes, entry));
          if (read.majorVersion() <= ClassFile.JAVA_5_VERSION) {
            modern.put(entry.getName(), modern(read));
          }
        }
      }
    }
    return modern;
  }

  private static byte[] bytes(JarFile jar, JarEntry entry) throws IOException {
    try (InputStream in = jar.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }

  private static byte[] modern(ClassModel read) {
    return FORMAT.transformClass(
        read,
        (built, element) -> {
          switch (element) {
            case ClassFileVersion old -> built.withVersion(ClassFile.JAVA_8_VERSION, 0);
            // as it is, but taken apart and put together again, which finds the types
            case MethodModel method ->
                built.transformMethod(method, MethodTransform.transformingCode(CodeBuilder::with));
            case ClassElement other -> built.with(other);
          }
        });
  }
}
