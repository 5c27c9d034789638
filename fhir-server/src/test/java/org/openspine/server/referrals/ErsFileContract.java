package org.openspine.server.referrals;

/** Files: uploading, scanning, attaching (A012, A020, A042). */
interface ErsFileContract extends ServedErs {
    static String letter(String binary) {
        return document("referralLetterFile", binary);
    }

    static String document(String parameter, String binary) {
        return """
                {"name": "%s", "resource": {"resourceType": "DocumentReference", "status": "current", "description": "A letter",
                  "content": [{"attachment": {"url": "Binary/%s"}}]}}""".formatted(parameter, binary);
    }
}
