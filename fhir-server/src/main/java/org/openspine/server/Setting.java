package org.openspine.server;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.openspine.api.ValidationPolicy;

/** Everything an operator can set. README's table says the same; a test compares. */
public enum Setting {
    HTTP_PORT("8080", "port to listen on; 0 picks a free one"),
    HTTP_HOST("127.0.0.1", "address to listen on"),
    BASE_URL("", "scheme, host and port under which clients know the server; empty: as they ask"),
    DATA_DIR("./data", "folder of the H2 database"),
    DATABASE_URL("", "PostgreSQL instead of H2: jdbc:postgresql://host:port/database"),
    DATABASE_USER("", "login of the database"),
    DATABASE_PASSWORD("", "password of that login"),
    NOTIFICATION_FOLDER(
            "", "folder into which notifications to organisations are dropped; empty: they stay in the store"),
    NOTIFICATION_HOSTS(
            "", "hosts that rest-hooks may call, with commas between; *.example.org stands for all below; empty: none"),
    NOTIFICATION_LOCAL("false", "true: rest-hooks may call loopback and private addresses, and without TLS"),
    NOTIFICATION_ATTEMPTS("12", "deliveries of a notification that may fail before it is a dead letter"),
    NOTIFICATION_PAUSE(
            "1000", "milliseconds before the second delivery; each further one waits twice as long, up to 15 minutes"),
    SAMPLES("load", "load or none: whether an empty store gets the sample people; serve never loads them"),
    PDS_NUMBERS("920000000-929999999", "NHS numbers that new patients get, by their first nine digits"),
    PDS_RATE("0", "requests to the Personal Demographics Service of one application in a second; 0: no limit"),
    PDS_CREATE_RATE("0", "the same for new patients; nationally 5 and 3"),
    EPS_SIGNATURES(
            "release",
            "release or upload: when the signature of a prescription is verified; upload does it at release too"),
    EPS_AUTHORITIES(
            "", "PEM file of the authorities whose certificates count for signatures; empty: any certificate does"),
    EPS_REVOKED("", "PEM file of their revocation lists"),
    EPS_DISABLED("", "what is switched off: prescribing, dispensing, tracker, cancellation, with commas between"),
    EPS_SHA1_CLIENTS("", "client ids of the applications that sign with SHA-1 (RS1), with commas between; * is all"),
    EPS_EXPIRY_CONTROLLED_DRUG_DAYS(
            "0", "days for which a prescription of a controlled drug is valid; 0: as any other") {
        @Override
        public String key() {
            return "eps.expiry.controlledDrugDays";
        }
    },
    VALIDATION(
            ValidationPolicy.STANDARD_TEXT,
            "what broken rules mean for a write: reject, warn or off for all types, and Type=… for single ones"),
    AUDIT("", "on or off: whether every access is written to the audit log; empty: on for serve, off for sandbox"),
    TOKEN_KEYS(
            "", "file of the private keys that sign tokens, shared by all nodes; empty: token-keys.json in data.dir"),
    ISSUER_URL("", "issuer of access tokens, if not this server"),
    ISSUER_JWKS("", "URL of that issuer's keys"),
    ISSUER_AUDIENCE("", "audience that its tokens must name"),
    IDENTITY_ISSUER("", "identity provider whose ID tokens are exchanged for access tokens"),
    IDENTITY_JWKS("", "URL of that provider's keys"),
    IDENTITY_KIND("healthcare-worker", "healthcare-worker or patient: whom that provider identifies"),
    RATE_LIMIT("100", "requests a second that one application may send"),
    PROXY_TRUSTED("no", "yes or no: whether a proxy in front ends TLS, so that plain HTTP may leave this machine"),
    TLS_CERTIFICATE("", "PEM file of the certificate chain; with tls.key the server speaks HTTPS"),
    TLS_KEY("", "PEM file of its private key (PKCS #8); both are read again when they change"),
    PACKAGES("", "FHIR packages to have: .tgz archives or folders, separated by commas"),
    TERMINOLOGY("", "SNOMED CT (RF2) and dm+d (XML) releases: folders or .zip archives, separated by commas"),
    SCR_REQUIRE_PTV("false", "true: a summary is read only with a permission to view, emergency access or an alert") {
        @Override
        public String key() {
            return "scr.require-ptv";
        }
    },
    SCR_AUDIT_READS(
            "",
            "true or false: whether each find and read of a summary leaves an AuditEvent, which makes it a write;"
                    + " empty: where there is no audit log that has it") {
        @Override
        public String key() {
            return "scr.audit-reads";
        }
    },
    SCR_RATE("0", "requests to the Summary Care Record of one application in a second, nationally 5; 0: no limit");

    private final String defaultValue;
    private final String description;

    Setting(String defaultValue, String description) {
        this.defaultValue = defaultValue;
        this.description = description;
    }

    /** As the command line and the file name it: {@code http.port}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    /** As the environment names it: {@code OPENSPINE_HTTP_PORT}. */
    public String variable() {
        return "OPENSPINE_" + name();
    }

    public String defaultValue() {
        return defaultValue;
    }

    public String description() {
        return description;
    }

    static Optional<Setting> of(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key().equals(key))
                .findFirst();
    }
}
