package org.openspine.referrals.ers;

import java.io.ByteArrayInputStream;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.openspine.api.FhirResponse;
import org.openspine.referrals.Attachment;
import org.openspine.referrals.Elements;
import org.openspine.referrals.Referral;
import org.openspine.referrals.Shortlist;

/** PDFs: A007 and A043, the clinical information of a referral or advice request; A019, the letter for the patient. */
final class Documents {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);

    private final ErsParts parts;
    private final Conversation conversation;

    Documents(ErsParts parts, Conversation conversation) {
        this.parts = parts;
        this.conversation = conversation;
    }

    FhirResponse clinicalInformation(ErsRequest request) {
        request.inputs();
        Referral referral = parts.records().read(request.path(1), Records.Kind.EITHER, request.caller());
        var page = new PlainPdf("Clinical referral information");
        describe(page, referral);
        for (Attachment file : parts.files().read(referral.documents())) {
            page.line("Attachment: %s (%s)".formatted(file.title(), file.availability()));
        }
        if (referral.isAdvice()) {
            conversation.messages(referral.id()).forEach(message -> {
                page.line("");
                page.line(message.path("sent").asText());
                message.path("note").forEach(note -> page.line(note.path("text").asText()));
            });
        }
        return pdf(page, referral, "clinicalreferralinformation");
    }

    FhirResponse patientLetter(ErsRequest request) {
        request.inputs();
        Referral referral = parts.records().read(request.path(1), Records.Kind.REFERRAL, request.caller());
        Situations.requireActive(referral);
        var page = new PlainPdf("Your appointment request");
        page.line("Booking reference number (UBRN): " + referral.ubrn());
        page.line("Access code: " + AccessCode.of(parts.repository(), referral));
        page.line("");
        page.line("You can use both to manage your appointment. The services on your request:");
        for (Shortlist.Item item : referral.shortlist().services()) {
            page.line("- " + item.display());
        }
        return pdf(page, referral, "patientletter");
    }

    private static void describe(PlainPdf page, Referral referral) {
        page.line("UBRN " + referral.ubrn());
        page.line("NHS number " + referral.nhsNumber());
        page.line("Priority " + referral.priority().display());
        referral.state().ifPresent(state -> page.line("State " + state.display()));
        referral.adviceStatus().ifPresent(status -> page.line("Status " + status.display()));
        if (!referral.specialty().isEmpty()) {
            page.line("Specialty " + referral.specialty());
        }
        referral.requester().organisation().ifPresent(ods -> page.line("Referred by organisation " + ods));
        Elements.text(referral.tree().path("authoredOn")).ifPresent(date -> page.line("Created " + date));
        for (Shortlist.Item item : referral.shortlist().services()) {
            page.line("Service %s %s".formatted(item.id(), item.display()));
        }
    }

    private FhirResponse pdf(PlainPdf page, Referral referral, String kind) {
        byte[] bytes = page.bytes();
        String name = "%s_%s_%s.pdf"
                .formatted(referral.ubrn(), kind, STAMP.format(parts.clock().instant()));
        return FhirResponse.of(200)
                .withFile(new FhirResponse.FileBody(
                        "application/pdf", bytes.length, () -> new ByteArrayInputStream(bytes)))
                .withHeader("Content-Disposition", "attachment; filename=\"%s\"".formatted(name));
    }
}
