package org.openspine.repository;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.openspine.repository.hibernate.HibernateResourceRepository;
import org.openspine.repository.hibernate.StoreConfig;

/** A process that holds the H2 store in a folder open until its input ends. */
final class StoreHolder {
    static final int OPEN = '!';

    private StoreHolder() {}

    public static void main(String[] args) throws IOException {
        try (var repository = new HibernateResourceRepository(
                StoreConfig.h2(Path.of(args[0])), TestStore.REGISTRY, Clock.systemUTC())) {
            System.out.write(OPEN);
            System.out.flush();
            System.in.read();
        }
    }
}
