package dev.tocsin.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * How secrets stand on the command lines of real programs, and what looks like one and is none. A
 * line is a program and its arguments as the agent has them; the secret is S3cr3tX, or stands in ⟦
 * and ⟧ where it has a form of its own.
 */
class RedactionFormsTest {
  private static final String SECRETS =
      """
      mysql -uroot -pS3cr3tX shop
      mysql -u root -pS3cr3tX -h db shop
      mysql --password=S3cr3tX
      mysqldump -h db -u backup -pS3cr3tX --all-databases
      mariadb -pS3cr3tX
      mysqladmin -u root password S3cr3tX
      sh -c "mysql -u root -pS3cr3tX -e 'select 1'"
      redis-cli -a S3cr3tX ping
      redis-cli -h cache auth S3cr3tX
      redis-cli -h cache auth admin S3cr3tX
      redis-cli config set requirepass S3cr3tX
      redis-server --requirepass S3cr3tX
      redis-server --masterauth S3cr3tX
      redis-cli -u redis://:S3cr3tX@cache:6379
      curl -u admin:S3cr3tX https://api.example.com
      curl -uadmin:S3cr3tX https://api.example.com
      curl --user admin:S3cr3tX https://api.example.com
      curl --user=admin:S3cr3tX https://api.example.com
      curl -x http://proxy:S3cr3tX@10.0.0.1:3128 https://example.com
      curl -x user:S3cr3tX@proxy:3128 https://example.com
      curl --proxy-user bob:S3cr3tX https://example.com
      curl -H "Authorization: Bearer S3cr3tX" https://api.example.com
      curl -H "Authorization: Basic S3cr3tX" https://api.example.com
      curl -H "Authorization: token S3cr3tX" https://api.example.com
      curl -H "X-Api-Key: S3cr3tX" https://api.example.com
      curl -H X-Api-Key:S3cr3tX https://api.example.com
      curl -H "X-Auth-Token: S3cr3tX" https://api.example.com
      curl -H "X-Vault-Token: S3cr3tX" https://vault:8200
      curl -H "PRIVATE-TOKEN: S3cr3tX" https://gitlab.example.com
      curl -H "Cookie: session=S3cr3tX; theme=dark" https://example.com
      curl -b session=S3cr3tX https://example.com
      curl "--header=Proxy-Authorization: Basic S3cr3tX" https://example.com
      curl -d {"user":"bob","password":"S3cr3tX"} https://example.com
      curl -d "{"user": "bob", "password": "S3cr3tX"}" https://example.com
      curl -d user=bob&password=S3cr3tX https://example.com
      curl -d grant_type=password&client_secret=S3cr3tX&x=1 https://example.com
      curl "https://example.com/v1?token=S3cr3tX&page=2"
      curl https://acct.blob.core.windows.net/c?sv=2024&sig=S3cr3tX&se=1
      curl https://b.s3.amazonaws.com/o?X-Amz-Signature=S3cr3tX
      curl https://api.example.com?access_token=S3cr3tX
      curl https://api.example.com?x=1&apikey=S3cr3tX
      curl --oauth2-bearer S3cr3tX https://example.com
      curl --cert client.pem:S3cr3tX https://example.com
      wget --password=S3cr3tX ftp://example.com
      wget --http-password=S3cr3tX https://example.com
      wget --http-user=u --ftp-password=S3cr3tX ftp://example.com
      wget "--header=Authorization: Bearer S3cr3tX" https://example.com
      wget https://bob:S3cr3tX@example.com/x
      http -a admin:S3cr3tX https://example.com
      ab -A admin:S3cr3tX https://example.com/
      docker login -u bob -p S3cr3tX registry.example.com
      docker login -u bob --password S3cr3tX
      podman login -p=S3cr3tX registry.example.com
      docker run -e POSTGRES_PASSWORD=S3cr3tX postgres
      docker build --build-arg NPM_TOKEN=S3cr3tX .
      sh -c "echo S3cr3tX | docker login -u bob --password-stdin"
      sh -c "echo root:S3cr3tX | chpasswd"
      sh -c "echo S3cr3tX | sudo -S id"
      bash -c "chpasswd <<< root:S3cr3tX"
      bash -c "passwd --stdin bob <<< S3cr3tX"
      skopeo copy --src-creds bob:S3cr3tX docker://a docker://b
      helm registry login -u bob -p S3cr3tX example.com
      helm install app ./app --set db.password=S3cr3tX
      kubectl --token S3cr3tX get pods
      kubectl --token=S3cr3tX get pods
      kubectl create secret generic db --from-literal=user=S3cr3tX
      kubectl create secret generic passwd --from-literal pin=S3cr3tX
      kubectl create secret docker-registry r --docker-password=S3cr3tX
      kubectl config set-credentials bob --password=S3cr3tX
      oc login -u bob -p S3cr3tX
      argocd login example.com --password S3cr3tX
      vault login S3cr3tX
      vault login token=S3cr3tX
      vault kv put secret/db value=S3cr3tX
      env VAULT_TOKEN=S3cr3tX vault status
      vault write auth/approle/login role_id=a secret_id=S3cr3tX
      aws configure set aws_secret_access_key S3cr3tX
      env AWS_SECRET_ACCESS_KEY=S3cr3tX aws s3 ls
      env AWS_SESSION_TOKEN=S3cr3tX aws s3 ls
      aws s3 ls --secret-key S3cr3tX
      s3cmd --secret_key=S3cr3tX ls
      mc alias set minio https://minio:9000 admin S3cr3tX
      az login -u bob -p S3cr3tX
      az login --service-principal --password S3cr3tX
      az storage blob list --account-key S3cr3tX
      az storage blob list --connection-string DefaultEndpointsProtocol=https;AccountName=a;AccountKey=S3cr3tX;EndpointSuffix=x
      azcopy cp a SharedAccessKey=S3cr3tX
      gh secret set TOKEN --body S3cr3tX
      glab auth login -t S3cr3tX
      doctl auth init -t S3cr3tX
      npm config set //registry.npmjs.org/:_authToken=S3cr3tX
      npm config set //registry.npmjs.org/:_authToken S3cr3tX
      env NPM_CONFIG__AUTH=S3cr3tX npm publish
      pip install --index-url https://bob:S3cr3tX@pypi.example.com/simple x
      twine upload -u bob -p S3cr3tX dist/x
      cargo login S3cr3tX
      git clone https://oauth2:S3cr3tX@gitlab.example.com/a.git
      git -c "http.extraHeader=Authorization: Basic S3cr3tX" fetch
      svn co --username bob --password S3cr3tX https://svn
      sshpass -p S3cr3tX ssh root@host
      sshpass -pS3cr3tX ssh root@host
      plink -pw S3cr3tX root@host
      openssl enc -aes-256-cbc -pass pass:S3cr3tX -in a
      openssl rsa -passin pass:S3cr3tX -in key.pem
      openssl enc -aes-256-cbc -k S3cr3tX -in a
      openssl passwd -6 S3cr3tX
      openssl passwd -6 -salt xx S3cr3tX
      gpg --batch --passphrase S3cr3tX -d a.gpg
      zip -P S3cr3tX a.zip a
      unzip -P S3cr3tX a.zip
      7z x -pS3cr3tX a.7z
      rar a -hpS3cr3tX a.rar a
      psql postgresql://bob:S3cr3tX@db/shop
      psql postgresql://db/shop?user=bob&password=S3cr3tX
      psql "host=db user=bob password=S3cr3tX dbname=shop"
      env PGPASSWORD=S3cr3tX psql -h db
      env MYSQL_PWD=S3cr3tX mysql
      env REDISCLI_AUTH=S3cr3tX redis-cli
      env MSSQL_SA_PASSWORD=S3cr3tX sqlservr
      env DB_PWD=S3cr3tX app
      env SECRET_KEY_BASE=S3cr3tX rails s
      env DB_PASSWORD2=S3cr3tX app
      env "DB_PASSWORD=two S3cr3tX" app
      mongosh -u admin -p S3cr3tX --authenticationDatabase admin
      mongodump --uri=mongodb://admin:S3cr3tX@m1:27017,m2:27017/db
      mongo mongodb+srv://admin:S3cr3tX@cluster0.mongodb.net/db
      celery -b amqp://guest:S3cr3tX@mq:5672/vhost
      java -Ddb=jdbc:postgresql://db/shop?user=a&password=S3cr3tX -jar a.jar
      java -jar a.jar --spring.datasource.url=jdbc:sqlserver://db;user=sa;password=S3cr3tX;encrypt=true
      java -Djavax.net.ssl.keyStorePassword=S3cr3tX -jar a.jar
      java -jar a.jar --spring.datasource.password=S3cr3tX
      keytool -list -keystore a.jks -storepass S3cr3tX
      jarsigner -keypass S3cr3tX a.jar alias
      sqlplus scott/S3cr3tX@orcl
      sqlcmd -S db -U sa -P S3cr3tX
      sqlcmd -S db -U sa -PS3cr3tX
      sqlcmd -Q "CREATE LOGIN x WITH PASSWORD = 'S3cr3tX'"
      cqlsh -u cassandra -p S3cr3tX
      clickhouse-client --password S3cr3tX
      influx query -t S3cr3tX
      ldapsearch -x -D cn=admin -w S3cr3tX -b dc=x
      ldapmodify -wS3cr3tX -f a.ldif
      ldappasswd -s S3cr3tX uid=bob
      slappasswd -s S3cr3tX
      kadmin -p admin/admin -w S3cr3tX
      htpasswd -b /etc/htpasswd bob S3cr3tX
      htpasswd -nb bob S3cr3tX
      useradd -m -p S3cr3tX bob
      usermod -p S3cr3tX bob
      smbclient -U bob%S3cr3tX //host/share
      mount -t cifs //host/share /mnt -o username=bob,password=S3cr3tX
      mount.cifs //host/share /mnt -o user=bob,pass=S3cr3tX,vers=3
      net use X: \\\\host\\share /user:bob /password:S3cr3tX
      net user bob S3cr3tX
      xfreerdp /u:bob /p:S3cr3tX /v:host
      rsync rsync://bob:S3cr3tX@host/module .
      env RSYNC_PASSWORD=S3cr3tX rsync host::m .
      lftp -u bob,S3cr3tX ftp.example.com
      env RESTIC_PASSWORD=S3cr3tX restic backup
      restic -r rest:https://bob:S3cr3tX@backup/ snapshots
      env BORG_PASSPHRASE=S3cr3tX borg create
      rclone config create b s3 access_key_id A secret_access_key S3cr3tX
      rclone obscure S3cr3tX
      rabbitmqctl add_user bob S3cr3tX
      mosquitto_pub -u bob -P S3cr3tX -t x
      snmpget -v2c -c S3cr3tX host
      ipmitool -H bmc -U admin -P S3cr3tX power status
      nmcli dev wifi connect home password S3cr3tX
      wpa_passphrase home S3cr3tX
      ansible-playbook -e ansible_become_pass=S3cr3tX a.yml
      terraform apply -var db_password=S3cr3tX
      pulumi config set --secret db S3cr3tX
      virt-customize --root-password password:S3cr3tX
      powershell -Command "$env:API_TOKEN="S3cr3tX"; x"
      pwsh -Password S3cr3tX
      pwsh -c "ConvertTo-SecureString S3cr3tX -AsPlainText -Force"
      pwsh -c "ConvertTo-SecureString -String 'S3cr3tX' -AsPlainText"
      dotnet nuget push a.nupkg -k S3cr3tX
      bw unlock S3cr3tX
      ffmpeg -i rtmp://bob:S3cr3tX@live/x out.mp4
      sh -c "export API_KEY='S3cr3tX'"
      sh -c "TOKEN="S3cr3tX" ./run"
      python -c "client_secret: S3cr3tX"
      sh -c "printf 'machine x login bob password: S3cr3tX'"
      app --password "two S3cr3tX" --next
      app "--password=two S3cr3tX" --next
      app --api-key=S3cr3tX&x
      app --db-pass=S3cr3tX
      app --auth-token S3cr3tX
      app --credentials=S3cr3tX
      app {\\"apiKey\\":\\"S3cr3tX\\"}
      app {apiKey:S3cr3tX,x:1}
      app Server=db;User=sa;Pwd=S3cr3tX;Encrypt=true
      app ⟦glpat-abcdefghij0123456789⟧
      app ⟦github_pat_11ABCDEFG0abcdefghijklmnop_0123456789⟧
      app ⟦ghp_0123456789abcdefghijABCDEFGHIJ012345⟧
      app ⟦hvs.CAESIJabcdefghijklmnopqrstuvwxyz0123456789⟧
      app ⟦s.abcdefghijABCDEFGHIJ0123⟧
      app ⟦sk_live_abcdefghijklmnopqrstuvwx⟧
      app ⟦rk_live_abcdefghijklmnopqrstuvwx⟧
      app ⟦xoxb-123456789012-abcdefghijkl⟧
      app ⟦npm_abcdefghijklmnopqrstuvwxyz0123456789⟧
      app ⟦pypi-AgEIcHlwaS5vcmcCJDAwMDAwMDAwLTAwMDA⟧
      app ⟦AKIAABCDEFGHIJKLMNOP⟧ ⟦wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY⟧
      app ⟦ASIAABCDEFGHIJKLMNOP⟧
      app ⟦AIzaSyA0123456789abcdefghijklmnopqrstuv⟧
      app ⟦ya29.a0AfH6SMBx0123456789abcdefghij⟧
      app ⟦eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc_-d⟧
      app ⟦dckr_pat_abcdefghijklmnopqrstuvwxyz0⟧
      app ⟦shpat_0123456789abcdef0123456789abcdef⟧
      app ⟦SG.abcdefghijklmnopqrstuv.abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG⟧
      app ⟦sq0atp-abcdefghijklmnopqrstuv⟧
      app ⟦sk-proj-abcdefghijklmnopqrstuvwxyz0123⟧
      app https://⟦ghp_0123456789abcdefghijABCDEFGHIJ012345⟧@github.com/a/b
      app https://⟦abcdef0123456789abcdef⟧@host/a
      app "-----BEGIN RSA PRIVATE KEY-----⟦MIIEow IBAAKCAQ⟧"
      app -----BEGIN OPENSSH PRIVATE KEY-----⟦b3BlbnNzaC1rZXk⟧
      app Basic ⟦YWRtaW46UzNjcjN0⟧
      app Bearer ⟦hunter2hunter2⟧
      """;

  private static final String HARMLESS =
      """
      ls -la /etc/passwd
      cat /var/run/secrets/kubernetes.io/serviceaccount/token
      curl https://example.com:8443/path
      curl -u root https://example.com
      curl -o out -p 8080 https://example.com
      curl -H "Accept: application/json" https://example.com
      curl -x proxy:3128 https://example.com
      mkdir -p /tmp/x
      apt-key list
      sudo -u root bash
      docker run -p 8080:80 nginx
      docker run -p8080:80 nginx
      docker ps -a
      docker login -u bob --password-stdin
      docker build --secret id=npm,src=.npmrc .
      ssh -p 22 root@host
      ssh -p2222 root@host
      scp -P 2222 a root@host:
      nc -l -p 8080
      cp -p a b
      tar -xpf a.tar
      ps -p 1234
      kill -9 1234
      nmap -p 1-1000 host
      netstat -anp
      mysql -u root -p
      mysql -P 3306 -h db
      mysql --protocol=tcp --port 3306
      mysql --skip-password
      psql -p 5432 -U bob -w
      psql --no-password shop
      psql postgresql://bob@db:5432/shop
      redis-cli -p 6379 ping
      grep -w token /etc/services
      grep -a x /bin/ls
      openssl x509 -in a.pem -noout
      openssl rsa -passin env:PASS -in a
      kubectl get secret db -o yaml
      kubectl create token default
      kubectl delete secret token
      kubectl get pods --field-selector=metadata.name=x
      kubectl create secret generic db --from-file=./x
      app --key-file /etc/tls/tls.key
      app --private-key /etc/tls/tls.key
      app --private-key ~/.ssh/id_rsa
      app --tls-private-key-file=/etc/tls.key
      app --secret-name db
      app --secret-id prod/db
      app --password-file /run/secrets/db
      app --token-file=/run/token
      app --tokenizer=gpt2
      app tokenizer=bpe
      app --max-tokens 4096
      app --max-token=4096
      app --no-password
      app --ask-pass --verbose
      app --next-token abcdef
      app --page-token=abcdef
      app --sort-key name
      app --key name
      app --primary-key=id
      app --author=bob
      app --authority api.example.com
      app --compass north
      app --bypass=list
      app --auth basic
      app --http-auth=basic
      app --token --verbose
      app PWD=/home/bob
      env OLDPWD=/tmp PWD=/home/bob app
      app time=12:30:45 a:b
      app key=value
      app monkey=banana
      app passenger=bob
      app secretary=alice
      app std::token::Next
      ffmpeg -i a -pass 1 -f null x
      openvpn --auth-user-pass /etc/openvpn/up.txt
      gpg --passphrase-fd 0 -d a
      git log --author=bob
      git config user.name bob
      aws configure set region eu-west-1
      aws secretsmanager get-secret-value --secret-id prod/db
      vault kv get secret/db
      7z l a.7z
      zip -r a.zip a
      useradd -m -s /bin/bash bob
      usermod -aG docker bob
      sh -c "echo hello | wc -l"
      sh -c "it's the pod's shell"
      sh -c "mysql -h db; mkdir -p /srv/x"
      Basic authentication is required
      the bearer of bad news
      app sk-short
      app s.example.com
      app eyJ
      app git@github.com:a/b.git
      app user@host
      app https://git@github.com/a/b.git
      """;

  private final Redaction redaction = Redaction.defaults();

  @TestFactory
  Stream<DynamicTest> everyFormOfASecretIsMasked() {
    return SECRETS.lines().map(line -> dynamicTest(line, () -> masks(line)));
  }

  @TestFactory
  Stream<DynamicTest> whatIsNoSecretStays() {
    return HARMLESS
        .lines()
        .map(line -> dynamicTest(line, () -> assertThat(redact(line)).isEqualTo(arguments(line))));
  }

  /** A message may name the program and its arguments in one text. */
  @TestFactory
  Stream<DynamicTest> everyFormIsMaskedInATextThatNamesTheProgram() {
    return SECRETS
        .lines()
        .map(line -> dynamicTest(line, () -> assertMasked(line, redaction.apply(plain(line)))));
  }

  @Test
  void thereAreEnough() {
    assertThat(SECRETS.lines().count()).isGreaterThanOrEqualTo(120);
    assertThat(HARMLESS.lines().count()).isGreaterThanOrEqualTo(60);
  }

  private void masks(String line) {
    assertMasked(line, redact(line));
  }

  private static void assertMasked(String line, String redacted) {
    assertThat(redacted).contains("*****").doesNotContain("S3cr3tX");
    for (int from = line.indexOf('⟦'); from >= 0; from = line.indexOf('⟦', from + 1)) {
      assertThat(redacted).doesNotContain(line.substring(from + 1, line.indexOf('⟧', from)));
    }
  }

  /** As a finding does: the arguments are without the program, which is known besides. */
  private String redact(String line) {
    return redaction.apply(arguments(line), List.of("/usr/bin/" + program(line)));
  }

  private static String program(String line) {
    return line.substring(0, line.indexOf(' '));
  }

  private static String arguments(String line) {
    return plain(line).substring(program(line).length() + 1);
  }

  private static String plain(String line) {
    return line.replace("⟦", "").replace("⟧", "");
  }
}
