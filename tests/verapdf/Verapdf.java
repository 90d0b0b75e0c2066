import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Validates each file given, in one reading, and prints one JSON line for each of its flavours. */
public final class Verapdf {
    private static final int FAILURES_SHOWN_PER_RULE = 1;
    private static final List<PDFAFlavour> FLAVOURS =
            List.of(PDFAFlavour.PDFUA_1, PDFAFlavour.PDFA_3_A);

    public static void main(String[] arguments) throws Exception {
        Logger.getLogger("").setLevel(Level.OFF);
        VeraGreenfieldFoundryProvider.initialise();
        for (String file : arguments) {
            PDFAValidator validator = Foundries.defaultInstance().createValidator(
                    FLAVOURS, FAILURES_SHOWN_PER_RULE, false, false, false);
            try (PDFAParser parser =
                    Foundries.defaultInstance().createParser(new File(file), FLAVOURS.get(0))) {
                for (ValidationResult result : validator.validateAll(parser)) {
                    System.out.println(verdict(file, result));
                }
            }
        }
    }

    private static String verdict(String file, ValidationResult result) {
        Map<String, String> failed = new TreeMap<>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                String rule = assertion.getRuleId().getClause()
                        + "-" + assertion.getRuleId().getTestNumber();
                failed.putIfAbsent(rule, rule + ": " + assertion.getMessage()
                        + " [" + assertion.getLocation().getContext() + "]");
            }
        }
        if (failed.isEmpty() != result.isCompliant()) {
            throw new IllegalStateException("verdict and assertions disagree on " + file);
        }
        StringBuilder rules = new StringBuilder();
        for (String text : failed.values()) {
            rules.append(rules.length() == 0 ? "" : ", ").append(quote(text));
        }
        return "{\"file\": " + quote(file) + ", \"flavour\": " + quote(result.getPDFAFlavour().getId())
                + ", \"checks\": " + result.getTotalAssertions() + ", \"failed\": [" + rules + "]}";
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            quoted.append(c < 0x20 || c > 0x7e || c == '"' || c == '\\'
                    ? String.format("\\u%04x", (int) c) : String.valueOf(c));
        }
        return quoted.append('"').toString();
    }

    private Verapdf() {}
}
