package org.openspine.server.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Private P-256 keys in a file of one JSON Web Key Set, readable by its owner only. The first key signs; all of them verify,
 * so that a key can be rotated by putting a new one in front.
 */
public record KeyFile(Path path, List<ECKey> keys) {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    /** A key file that cannot be used. The message is one line for the operator. */
    public static final class UnusableException extends RuntimeException {
        UnusableException(String message) {
            super(message);
        }
    }

    /** The keys of the file, which is made with one new key if it is not there. */
    public static KeyFile openOrCreate(Path path) {
        if (!Files.exists(path)) {
            create(path);
        }
        return open(path);
    }

    private static KeyFile open(Path path) {
        requirePrivate(path);
        try {
            List<ECKey> keys = JWKSet.parse(Files.readString(path)).getKeys().stream()
                    .filter(key -> key instanceof ECKey ec && ec.isPrivate() && Curve.P_256.equals(ec.getCurve()))
                    .map(JWK::toECKey)
                    .toList();
            if (keys.isEmpty() || keys.stream().anyMatch(key -> key.getKeyID() == null)) {
                throw new UnusableException(
                        "The key file %s needs a JSON Web Key Set of private P-256 keys, each with a kid"
                                .formatted(path));
            }
            return new KeyFile(path, keys);
        } catch (IOException | ParseException e) {
            throw new UnusableException("The key file %s cannot be read as a JSON Web Key Set".formatted(path));
        }
    }

    private static void requirePrivate(Path path) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path, new LinkOption[0]);
            boolean isPrivate = permissions.stream()
                    .noneMatch(permission -> permission.name().startsWith("GROUP")
                            || permission.name().startsWith("OTHERS"));
            if (!isPrivate) {
                throw new UnusableException(
                        "The key file %s is readable by others: chmod 600 it, and replace its keys".formatted(path));
            }
        } catch (UnsupportedOperationException e) {
            return; // a file system without such permissions
        } catch (IOException e) {
            throw new UnusableException("The key file %s cannot be read".formatted(path));
        }
    }

    private static void create(Path path) {
        try {
            ECKey key = new ECKeyGenerator(Curve.P_256)
                    .keyID(UUID.randomUUID().toString())
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .generate();
            Path folder = path.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            try {
                Files.createFile(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            } catch (UnsupportedOperationException e) {
                Files.createFile(path);
            }
            Files.writeString(path, new JWKSet(key).toString(false), StandardOpenOption.TRUNCATE_EXISTING);
        } catch (FileAlreadyExistsException e) {
            return; // another process was quicker: its key counts
        } catch (IOException | JOSEException e) {
            throw new UnusableException("The key file %s cannot be written".formatted(path));
        }
    }

    ECKey signing() {
        return keys.get(0);
    }

    /** What others verify with. */
    public JWKSet published() {
        return new JWKSet(keys.stream().map(key -> (JWK) key.toPublicJWK()).toList());
    }
}
