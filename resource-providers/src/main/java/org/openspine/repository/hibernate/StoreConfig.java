package org.openspine.repository.hibernate;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the records are kept: a PostgreSQL database, or an H2 file below {@code dataDir} where no URL is given.
 *
 * @param url {@code jdbc:postgresql://host:port/database}
 * @param poolSize connections to the database
 */
public record StoreConfig(Path dataDir, Optional<Remote> remote, int poolSize) {
    /** A PostgreSQL database and its login. */
    public record Remote(String url, String user, String password) {
        public Remote {
            if (!url.startsWith("jdbc:postgresql:")) {
                throw new IllegalArgumentException("database.url must start with jdbc:postgresql:");
            }
        }
    }

    public static StoreConfig h2(Path dataDir) {
        return new StoreConfig(dataDir, Optional.empty(), 16);
    }

    public static StoreConfig postgresql(String url, String user, String password) {
        return new StoreConfig(Path.of("."), Optional.of(new Remote(url, user, password)), 16);
    }
}
