package dev.tocsin.notify.kafka;

import dev.tocsin.source.Certificates;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import kafka.server.BrokerServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.security.scram.ScramLoginModule;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;

/**
 * A cluster of one broker in this JVM. The secured one asks for users: {@code ops}, and {@code
 * alice}, who has a password of SCRAM.
 */
final class RealKafka implements AutoCloseable {
  static final String PASSWORD = "p\"a\\ss wörd";
  private static final String OPS =
      PlainLoginModule.class.getName() + " required username=\"ops\" password=\"ops-secret\"";

  private final KafkaClusterTestKit kit;
  private final Map<String, Object> client = new HashMap<>();

  private RealKafka(KafkaClusterTestKit.Builder builder) throws Exception {
    kit = builder.build();
    kit.format();
    kit.startup();
    kit.waitForReadyBrokers();
  }

  private static KafkaClusterTestKit.Builder builder() {
    TestKitNodes nodes =
        new TestKitNodes.Builder()
            .setCombined(true)
            .setNumBrokerNodes(1)
            .setNumControllerNodes(1)
            .build();
    return new KafkaClusterTestKit.Builder(nodes)
        .setConfigProp("offsets.topic.replication.factor", "1")
        .setConfigProp("offsets.topic.num.partitions", "1")
        .setConfigProp("auto.create.topics.enable", "false");
  }

  static RealKafka plain() throws Exception {
    return new RealKafka(builder());
  }

  /** Over TLS, with users. */
  static RealKafka secured(Certificates certificates, String name) throws Exception {
    String authority = Files.readString(certificates.authority());
    Map<String, Object> tls =
        Map.of(
            "ssl.truststore.type", "PEM", "ssl.truststore.certificates", new Password(authority));
    KafkaClusterTestKit.Builder builder =
        builder()
            // the kit itself knows no TLS
            .setConfigProp(
                "listener.security.protocol.map", "EXTERNAL:SASL_SSL,CONTROLLER:PLAINTEXT")
            .setConfigProp("ssl.keystore.type", "PEM")
            .setConfigProp(
                "ssl.keystore.certificate.chain", Files.readString(certificates.certificate(name)))
            .setConfigProp("ssl.keystore.key", Files.readString(certificates.key(name)))
            .setConfigProp("ssl.truststore.type", "PEM")
            .setConfigProp("ssl.truststore.certificates", authority)
            .setConfigProp("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-512")
            .setConfigProp("sasl.mechanism.inter.broker.protocol", "PLAIN")
            .setConfigProp(
                "listener.name.external.plain.sasl.jaas.config", OPS + " user_ops=\"ops-secret\";")
            .setConfigProp(
                "listener.name.external.scram-sha-512.sasl.jaas.config",
                ScramLoginModule.class.getName() + " required;");
    RealKafka kafka = new RealKafka(builder);
    kafka.client.putAll(tls);
    kafka.client.put("security.protocol", "SASL_SSL");
    kafka.client.put("sasl.mechanism", "PLAIN");
    kafka.client.put("sasl.jaas.config", new Password(OPS + ";"));
    kafka.password("alice", PASSWORD);
    return kafka;
  }

  String brokers() {
    return kit.bootstrapServers();
  }

  private Admin admin() {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put("bootstrap.servers", brokers());
    return Admin.create(settings);
  }

  void topic(String name, Map<String, String> settings)
      throws ExecutionException, InterruptedException {
    try (Admin admin = admin()) {
      NewTopic topic = new NewTopic(name, 3, (short) 1).configs(settings);
      admin.createTopics(List.of(topic)).all().get();
    }
  }

  void password(String user, String password) throws ExecutionException, InterruptedException {
    try (Admin admin = admin()) {
      admin
          .alterUserScramCredentials(
              List.of(
                  new UserScramCredentialUpsertion(
                      user, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), password)))
          .all()
          .get();
    }
  }

  /** All records of a topic, those of one partition in their order. */
  List<ConsumerRecord<String, byte[]>> records(String topic) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers());
    List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(each -> new TopicPartition(topic, each.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
    }
    return records;
  }

  void stopBroker() {
    kit.brokers().values().forEach(each -> each.shutdown(Duration.ofSeconds(10)));
  }

  void startBroker() throws Exception {
    kit.brokers().values().forEach(BrokerServer::startup);
    kit.waitForReadyBrokers();
  }

  static String header(ConsumerRecord<String, byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws Exception {
    kit.close();
  }
}
