package dev.tocsin.engine.redaction;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where programs have their secrets.
 *
 * <p>A line names programs, then the forms, with {@code *} for the secret: {@code -p *} is the word
 * after the option, {@code -p*} what is attached to it, {@code -u USER:*} the part behind the first
 * colon, {@code USER/*@DB} a part of an operand, {@code passwd **} all operands that follow. Words
 * in small letters must have been there before: {@code login -p *}. Words in capital letters stand
 * for operands; {@code KEY} for one that is the name of a secret. {@code !--secret} says that an
 * option is none, whatever its name. {@code ?} is any program that is not in the table.
 */
final class ProgramSecrets {
  private static final String TABLE =
      """
      mysql mysqldump mysqlimport mysqlcheck mysqlshow mysqlslap mysqlbinlog mariadb mariadb-dump mycli : -p*
      mysqladmin mariadb-admin : -p* ; password *
      redis-cli valkey-cli keydb-cli : -a * ; auth ** ; AUTH ** ; config set KEY * ; CONFIG SET KEY *
      curl : -u USER:* ; -uUSER:* ; --user USER:* ; --user=USER:* ; -U USER:* ; -UUSER:* ; --proxy-user USER:* ; \
      --proxy-user=USER:* ; -x USER:*@HOST ; -b * ; --pass * ; -E CERT:* ; --cert CERT:* ; --oauth2-bearer *
      http https xh xhs : -a USER:* ; -aUSER:* ; --auth USER:* ; --auth=USER:*
      ab : -A USER:* ; -P USER:* ; -C *
      docker podman nerdctl buildah skopeo crane oras helm singularity apptainer regctl : \
      login -p * ; login -p* ; !--secret ; --creds USER:* ; --creds=USER:* ; --src-creds USER:* ; --dest-creds USER:*
      oc : login -p * ; login -p*
      kubectl : --from-literal=NAME=* ; --from-literal NAME=*
      az : login -p * ; --account-key * ; --sas-token *
      aws : configure set KEY * ; --secret-string * ; !--secret-id
      gh : secret set -b * ; secret set --body * ; variable set -b *
      glab doctl flyctl fly : -t *
      vault bao : login ** ; kv put NAME=* ; write NAME=*
      consul nomad : -token *
      pulumi : --secret NAME * ; !--secret
      heroku : config:set NAME=*
      npm pnpm yarn pip git gcloud composer : set KEY * ; config KEY *
      cargo : login *
      twine : -p *
      nuget dotnet : -k * ; setapikey * ; -ApiKey *
      choco : -k *
      sshpass : -p * ; -p*
      plink pscp psftp putty : -pw *
      mongo mongosh mongodump mongorestore mongoexport mongoimport mongostat : -p * ; -p*
      sqlcmd bcp osql : -P * ; -P*
      tsql isql : -P * ; -P*
      sqlplus sqlldr expdp impdp rman : USER/*@DB
      cqlsh : -p *
      influx : -t * ; -p *
      ldapsearch ldapadd ldapmodify ldapdelete ldapwhoami ldappasswd ldapcompare ldapmodrdn ldapexop : \
      -w * ; -w* ; -s * ; -a *
      slappasswd : -s *
      kadmin kadmin.local : -w * ; -pw *
      htpasswd : -b FILE USER * ; -bc FILE USER * ; -cb FILE USER * ; -bB FILE USER * ; -Bb FILE USER * ; \
      -cbB FILE USER * ; -nb USER * ; -bn USER * ; -nbB USER * ; -nBb USER * ; -bnB USER * ; -Bbn USER * ; -Bnb USER *
      openssl : -k * ; -K * ; !-pass ; passwd **
      gpg gpg2 : !--passphrase-fd
      zip unzip zipcloak : -P * ; -P*
      7z 7za 7zr 7zz rar unrar : -p* ; -hp*
      pdftk qpdf : input_pw * ; user_pw * ; owner_pw * ; --encrypt *
      smbclient smbmap rpcclient smbget net mount.cifs : -U USER%* ; -UUSER%* ; --user=USER%* ; --user USER%* ; \
      user NAME *
      crackmapexec netexec nxc evil-winrm hydra medusa rdesktop psexec : -p *
      xfreerdp wfreerdp : /p:*
      lftp ncftp : -u USER,*
      useradd usermod adduser : -p * ; -p*
      chpasswd : <<< USER:* ; <<<USER:*
      passwd sudo cryptsetup kinit : <<< * ; <<<*
      rclone : obscure * ; KEY *
      mc : alias set NAME URL ID * ; config host add NAME URL ID *
      rabbitmqctl : add_user USER * ; change_password USER *
      rabbitmqadmin : -p *
      mosquitto_pub mosquitto_sub mosquitto_rr : -P *
      mosquitto_passwd : -b FILE USER *
      snmpwalk snmpget snmpset snmpbulkwalk : -A * ; -X * ; -c *
      ipmitool : -P * ; -P*
      nmcli iwconfig : password * ; key *
      wpa_passphrase : SSID *
      openvpn : !--auth-user-pass ; !--askpass
      ffmpeg x264 : !-pass
      qemu-img qemu-system-x86_64 : !--secret
      bw : unlock * ; login USER *
      convertto-securestring : -String * ; *
      ? : -u USER:* ; --user USER:* ; --user=USER:* ; --proxy-user USER:* ; --proxy-user=USER:*
      """;

  private static final Pattern OPERAND = Pattern.compile("[A-Z]{2,}");
  private static final Map<String, Program> PROGRAMS = read();

  /**
   * Where a program has a secret.
   *
   * @param words that must have been there, in this order
   * @param operands that are passed over before the secret
   * @param attachedTo what the secret's word begins with; {@code ""}: the secret is a word of its
   *     own
   * @param behind what the part begins behind, 0 for the word's beginning
   * @param upTo what the part ends before, 0 for the word's end
   * @param all whether operands behind the secret are secrets too
   */
  record Form(
      List<String> words,
      List<String> operands,
      String attachedTo,
      char behind,
      char upTo,
      boolean all) {

    /** Whether the secret comes right behind an option, whatever it looks like. */
    boolean isOfOption() {
      return !words.isEmpty() && operands.isEmpty() && isOption(words.getLast());
    }
  }

  /**
   * What is known of a program.
   *
   * @param others options that are no secret's, whatever their name
   */
  record Program(List<Form> forms, Set<String> others) {}

  /** What holds for a program that is not known here. */
  static final Program UNKNOWN = Objects.requireNonNull(PROGRAMS.get("?"));

  private ProgramSecrets() {}

  /** {@code null} for a program that is not known here. */
  static @Nullable Program of(String name) {
    return PROGRAMS.get(name);
  }

  /** {@code /usr/bin/mysql} and {@code C:\bin\mysql.EXE} are {@code mysql}. */
  static String name(String path) {
    String base = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    String lower = base.length() > SecretNames.LONGEST ? "" : base.toLowerCase(Locale.ROOT);
    return lower.endsWith(".exe") ? lower.substring(0, lower.length() - 4) : lower;
  }

  static boolean isOption(String word) {
    return word.length() > 1 && word.charAt(0) == '-';
  }

  private static Map<String, Program> read() {
    Map<String, Program> programs = new HashMap<>();
    TABLE
        .lines()
        .forEach(
            line -> {
              int colon = line.indexOf(" :");
              Program program = program(line.substring(colon + 2));
              for (String name : line.substring(0, colon).split(" ", -1)) {
                programs.put(name, program);
              }
            });
    return Map.copyOf(programs);
  }

  private static Program program(String written) {
    List<Form> forms = new ArrayList<>();
    Set<String> others = new HashSet<>();
    for (String form : written.split(" ; ", -1)) {
      String stripped = form.strip();
      if (stripped.startsWith("!")) {
        others.add(stripped.substring(1));
      } else if (!stripped.isEmpty()) {
        forms.add(form(stripped.split(" ", -1)));
      }
    }
    return new Program(List.copyOf(forms), Set.copyOf(others));
  }

  private static Form form(String[] parts) {
    List<String> words = new ArrayList<>();
    List<String> operands = new ArrayList<>();
    for (int i = 0; i < parts.length - 1; i++) {
      (OPERAND.matcher(parts[i]).matches() && !isCommand(parts[i]) ? operands : words)
          .add(parts[i]);
    }
    String value = parts[parts.length - 1];
    int star = value.indexOf('*');
    String before = value.substring(0, star);
    boolean isPart = before.matches(".*[A-Z]{2,}[^A-Za-z]");
    return new Form(
        List.copyOf(words),
        List.copyOf(operands),
        isPart ? before.replaceAll("[A-Z]{2,}[^A-Za-z]$", "") : before,
        isPart ? before.charAt(before.length() - 1) : 0,
        star + 1 < value.length() && !value.endsWith("**") ? value.charAt(star + 1) : 0,
        value.endsWith("**"));
  }

  /** Commands of Redis are written in capital letters. */
  private static boolean isCommand(String word) {
    return word.equals("AUTH") || word.equals("CONFIG") || word.equals("SET");
  }
}
