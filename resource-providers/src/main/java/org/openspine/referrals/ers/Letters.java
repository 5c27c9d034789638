package org.openspine.referrals.ers;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.openspine.api.FhirResponse;
import org.openspine.referrals.Attachment;

/** A012: the referrer's letters of a referral become those that are named. */
final class Letters {
    private final ErsParts parts;
    private final Reading reading;

    Letters(ErsParts parts, Reading reading) {
        this.parts = parts;
        this.reading = reading;
    }

    FhirResponse maintain(ErsRequest request) {
        Inputs inputs = request.inputs(Inputs.Input.several("referralLetterFile", "resource", 1));
        return parts.records()
                .change(request.path(1), Records.Kind.REFERRAL, request.ifMatch(), request.caller(), referral -> {
                    Situations.requireActive(referral);
                    List<Attachment> named =
                            parts.files().named("referralLetterFile", inputs.all("referralLetterFile"), referral, true);
                    List<Attachment> before = parts.files().read(referral.documents());
                    Set<String> letters = new LinkedHashSet<>();
                    List<String> others = new ArrayList<>();
                    for (Attachment document : before) {
                        boolean letter = document.kind()
                                .filter(kind -> kind == Attachment.Kind.REFERRER)
                                .isPresent();
                        (letter ? letters : others).add(document.id());
                    }
                    Set<String> wanted = new LinkedHashSet<>();
                    named.forEach(file -> wanted.add(file.id()));
                    if (wanted.stream().anyMatch(others::contains)) {
                        throw BusinessError.INAPPROPRIATE_VALUE.because("A file of the provider is no referral letter");
                    }
                    if (letters.equals(wanted)) {
                        throw BusinessError.NO_CHANGES_DETECTED.because("The letters are these already");
                    }
                    letters.stream().filter(id -> !wanted.contains(id)).forEach(id -> parts.files()
                            .detach(id, referral));
                    List<String> documents =
                            new ArrayList<>(parts.files().attach(named, Attachment.Kind.REFERRER, referral));
                    documents.addAll(others);
                    referral.setDocuments(documents);
                    referral.markInformed(Times.text(parts.clock().instant()));
                    referral.clearLetterDue();
                    parts.records().store(referral);
                    return Answers.versioned(200, reading.view(referral), referral.version() + 1, request);
                });
    }
}
