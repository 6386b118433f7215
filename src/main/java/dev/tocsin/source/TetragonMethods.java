package dev.tocsin.source;

import com.google.common.io.ByteStreams;
import dev.tocsin.source.proto.FineGuidanceSensorsGrpc;
import dev.tocsin.source.proto.GetEventsRequest;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** GetEvents as a call that hands over the bytes as they came, undecoded. */
final class TetragonMethods {
  static final MethodDescriptor.Marshaller<byte[]> BYTES = new ByteArrayMarshaller();

  static final MethodDescriptor<GetEventsRequest, byte[]> GET_EVENTS =
      FineGuidanceSensorsGrpc.getGetEventsMethod().toBuilder(
              FineGuidanceSensorsGrpc.getGetEventsMethod().getRequestMarshaller(), BYTES)
          .setSchemaDescriptor(null)
          .build();

  private TetragonMethods() {}

  private static final class ByteArrayMarshaller implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        if (stream instanceof KnownLength) {
          byte[] message = new byte[stream.available()];
          ByteStreams.readFully(stream, message);
          return message;
        }
        return stream.readAllBytes();
      } catch (IOException e) {
        throw Status.INTERNAL
            .withDescription("a message could not be read")
            .withCause(e)
            .asRuntimeException();
      }
    }
  }
}
