package org.openspine.server.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Arrays;
import org.openspine.repository.hibernate.StoreConfig;
import org.openspine.server.access.SecuredServer;

/**
 * Tokens sent to a secured server. The first byte says which; what follows is the token itself or, for those that end up
 * rightly signed, claims that take the place of the good token's (or its whole payload if it is no object).
 */
public final class TokensTarget {
    private static final String ASSERTION = "grant_type=client_credentials"
            + "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion=";
    private static final String EXCHANGE = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange"
            + "&subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aid_token&subject_token=";
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final SecuredServer SECURED = secured();
    private static final FuzzedServer SERVER = new FuzzedServer(SECURED.address());
    private static final JWSSigner SERVER_SIGNER = serverSigner();
    private static final JWSSigner CLIENT_SIGNER = clientSigner();
    private static final JWSObject ACCESS_TOKEN = accessToken();

    private static int sent;

    private TokensTarget() {}

    public static void fuzzerInitialize() throws Exception {
        int status = bearer(ACCESS_TOKEN.serialize());
        if (status != 200) {
            throw new AssertionError("the good token is refused: " + status);
        }
    }

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        if (input.length == 0) {
            return;
        }
        byte[] rest = Arrays.copyOfRange(input, 1, input.length);
        switch (input[0] & 7) {
            case 0 -> refused(bearer(header(rest)));
            case 1 -> refused(form(ASSERTION + encoded(rest)));
            case 2 -> refused(form(EXCHANGE + encoded(rest) + assertion()));
            case 3 -> bearer(changed(ACCESS_TOKEN, rest, SERVER_SIGNER));
            case 4 -> form(ASSERTION + changed(parsed(SECURED.assertion(SecuredServer.READER)), rest, CLIENT_SIGNER));
            case 5 -> {
                JWSObject identity = parsed(SECURED.workerIdentity("A99981", "B0264"));
                form(EXCHANGE + changed(identity, rest, SERVER_SIGNER) + assertion());
            }
            default -> SERVER.send(post(rest));
        }
    }

    private static void refused(int status) {
        if (status < 400) {
            throw new AssertionError("accepts a token that nobody signed: " + status);
        }
    }

    private static int bearer(String token) throws Exception {
        return SERVER.send(SERVER.to("/FHIR/R4/Patient?_count=1")
                .header("Authorization", "Bearer " + token)
                .GET()
                .build());
    }

    private static int form(String form) throws Exception {
        return SERVER.send(post(form.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** From an address of its own, as failed attempts are limited by address. */
    private static HttpRequest post(byte[] form) {
        sent++;
        String address = "10.%d.%d.%d".formatted(sent >> 16 & 255, sent >> 8 & 255, sent & 255);
        return SERVER.to("/oauth2/token")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("X-Forwarded-For", address)
                .POST(BodyPublishers.ofByteArray(form))
                .build();
    }

    private static String assertion() {
        return "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion="
                + SECURED.assertion(SecuredServer.READER);
    }

    private static String changed(JWSObject good, byte[] claims, JWSSigner signer) throws JOSEException {
        JWSObject token = new JWSObject(good.getHeader(), new Payload(payload(good, claims)));
        token.sign(signer);
        return token.serialize();
    }

    private static byte[] payload(JWSObject good, byte[] claims) {
        try {
            if (MAPPER.readTree(claims) instanceof ObjectNode changes
                    && MAPPER.readTree(good.getPayload().toBytes()) instanceof ObjectNode all) {
                return MAPPER.writeValueAsBytes(all.setAll(changes));
            }
            return claims;
        } catch (IOException e) {
            return claims;
        }
    }

    private static String header(byte[] token) {
        return new String(token, StandardCharsets.ISO_8859_1).replaceAll("[\\x00-\\x1f\\x7f]", "?");
    }

    private static String encoded(byte[] token) {
        return URLEncoder.encode(new String(token, StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static SecuredServer secured() {
        var folder = FuzzedServer.folder();
        return new SecuredServer(folder, StoreConfig.h2(folder));
    }

    private static JWSSigner serverSigner() {
        try {
            return new ECDSASigner(SECURED.signingKey());
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JWSSigner clientSigner() {
        try {
            return new RSASSASigner(SecuredServer.KEY);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JWSObject accessToken() {
        try {
            HttpResponse<byte[]> response = HttpClient.newHttpClient()
                    .send(
                            post((ASSERTION + SECURED.assertion(SecuredServer.READER))
                                    .getBytes(StandardCharsets.ISO_8859_1)),
                            HttpResponse.BodyHandlers.ofByteArray());
            JsonNode answer = MAPPER.readTree(response.body());
            return parsed(answer.path("access_token").asText());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JWSObject parsed(String token) {
        try {
            return JWSObject.parse(token);
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }
}
