package org.openspine.server.prescriptions;

import java.util.concurrent.atomic.AtomicInteger;
import org.openspine.terminology.identifier.NhsNumber;

/** NHS numbers that no other test uses. */
final class TestPatients {
    private static final AtomicInteger NEXT = new AtomicInteger(975_000_000);

    private TestPatients() {}

    static String next() {
        while (true) {
            var number = NhsNumber.ofStem(NEXT.getAndIncrement());
            if (number.isPresent()) {
                return number.get().value();
            }
        }
    }
}
