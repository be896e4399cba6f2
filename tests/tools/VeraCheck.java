import java.io.FileInputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Validates PDF files with the veraPDF library: {@code VeraCheck FLAVOUR,FLAVOUR FILE...}.
 * Exit 0 if every file conforms to every flavour, 1 if not, 2 if a flavour is unknown.
 */
public class VeraCheck {
    /** Failures of one file that are gathered before the library gives up on it. */
    private static final int MOST_FAILURES = 100;

    public static void main(String[] args) {
        Logger.getLogger("").setLevel(Level.SEVERE);
        VeraGreenfieldFoundryProvider.initialise();
        boolean good = true;
        for (int i = 1; i < args.length; i++) {
            for (String id : args[0].split(",")) {
                PDFAFlavour flavour = PDFAFlavour.fromString(id);
                if (flavour == PDFAFlavour.NO_FLAVOUR) {
                    System.err.println("check-pdf: unknown flavour " + id);
                    System.exit(2);
                }
                good &= conforms(args[i], flavour);
            }
        }
        System.exit(good ? 0 : 1);
    }

    private static boolean conforms(String file, PDFAFlavour flavour) {
        try (PDFAParser parser =
                Foundries.defaultInstance().createParser(new FileInputStream(file), flavour)) {
            ValidationResult result =
                    Foundries.defaultInstance()
                            .createValidator(flavour, MOST_FAILURES, false, true, false)
                            .validate(parser);
            verdict(result.isCompliant(), file, flavour.getId());
            failures(result);
            return result.isCompliant();
        } catch (Exception e) {
            verdict(false, file, flavour.getId() + ", unreadable: " + e);
            return false;
        }
    }

    private static void verdict(boolean good, String file, String text) {
        System.out.println((good ? "PASS " : "FAIL ") + file + ": " + text);
    }

    /** Each broken rule once, by clause and test number, with its first place. */
    private static void failures(ValidationResult result) {
        Map<String, Integer> counts = new TreeMap<>();
        Map<String, String> firsts = new TreeMap<>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                String rule =
                        assertion.getRuleId().getClause()
                                + "-"
                                + assertion.getRuleId().getTestNumber();
                counts.merge(rule, 1, Integer::sum);
                firsts.putIfAbsent(
                        rule,
                        assertion.getMessage() + " @ " + assertion.getLocation().getContext());
            }
        }
        counts.forEach(
                (rule, count) ->
                        System.out.println("  " + rule + " x" + count + ": " + firsts.get(rule)));
    }
}
