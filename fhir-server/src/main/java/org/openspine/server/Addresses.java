package org.openspine.server;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Which machines an address lets in. */
public final class Addresses {
    private Addresses() {}

    /** Whether only this machine reaches {@code host}; a name that is none does not. */
    public static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
