import java.io.File;
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

/** Validates pairs of arguments (file, flavour) and prints one JSON line for each, in order. */
public final class Verapdf {
    private static final int FAILURES_SHOWN_PER_RULE = 1;

    public static void main(String[] arguments) throws Exception {
        Logger.getLogger("").setLevel(Level.OFF);
        VeraGreenfieldFoundryProvider.initialise();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            System.out.println(validate(arguments[i], arguments[i + 1]));
        }
    }

    private static String validate(String file, String flavourId) throws Exception {
        PDFAFlavour flavour = PDFAFlavour.fromString(flavourId);
        if (flavour == PDFAFlavour.NO_FLAVOUR) {
            throw new IllegalArgumentException("unknown flavour: " + flavourId);
        }
        PDFAValidator validator = Foundries.defaultInstance().createValidator(
                flavour, FAILURES_SHOWN_PER_RULE, false, false, false);
        ValidationResult result;
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(file), flavour)) {
            result = validator.validate(parser);
        }
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
        return "{\"file\": " + quote(file) + ", \"flavour\": " + quote(flavourId)
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
