package org.openspine.samples.load;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;
import org.openspine.samples.Progress;

/**
 * Shows progress on a console: in a terminal one line that is drawn again and again, elsewhere a plain line every few
 * seconds. Closing it prints the last line, with the rate.
 */
public final class ProgressBar implements Progress, AutoCloseable {
    private static final Duration REDRAW = Duration.ofMillis(200);
    private static final Duration PLAIN_LINE = Duration.ofSeconds(5);
    private static final int WIDTH = 30;

    private final PrintStream out;
    private final String what;
    private final boolean terminal;
    private Duration shownAt = Duration.ZERO;
    private State last = new State(0, OptionalDouble.empty(), Duration.ZERO);

    private ProgressBar(PrintStream out, String what, boolean terminal) {
        this.out = out;
        this.what = what;
        this.terminal = terminal;
    }

    /** A bar if this process runs in a terminal, else plain lines. {@code what} is counted, such as "resources". */
    public static ProgressBar on(PrintStream out, String what) {
        return new ProgressBar(out, what, isTerminal());
    }

    @SuppressWarnings("SystemConsoleNull") // both answers are dealt with
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true; // before Java 22 there is a console only in a terminal
        }
    }

    /** A bar drawn again and again, for a terminal. */
    public static ProgressBar redrawn(PrintStream out, String what) {
        return new ProgressBar(out, what, true);
    }

    /** A line now and then, for a log. */
    public static ProgressBar plain(PrintStream out, String what) {
        return new ProgressBar(out, what, false);
    }

    @Override
    public void report(State state) {
        last = state;
        Duration pause = terminal ? REDRAW : PLAIN_LINE;
        if (state.elapsed().minus(shownAt).compareTo(pause) < 0) {
            return;
        }
        shownAt = state.elapsed();
        if (terminal) {
            out.print("\r" + bar(state) + line(state) + "\u001b[K");
            out.flush();
        } else {
            out.println(line(state));
        }
    }

    /** Prints the final count, time and rate. */
    @Override
    public void close() {
        String start = terminal ? "\r" : "";
        String end = terminal ? "\u001b[K" : "";
        out.println(start
                + text("%,d %s in %s, %,.0f a second", last.done(), what, clock(last.elapsed()), last.rate())
                + end);
        out.flush();
    }

    private static String bar(State state) {
        if (state.fraction().isEmpty()) {
            return "";
        }
        int full = (int) Math.round(state.fraction().getAsDouble() * WIDTH);
        return "[" + "=".repeat(full) + " ".repeat(WIDTH - full) + "] ";
    }

    private String line(State state) {
        String share = state.fraction().isPresent()
                ? text("%3.0f %%, ", state.fraction().getAsDouble() * 100)
                : "";
        String left =
                state.remaining().map(time -> ", " + clock(time) + " left").orElse("");
        return share + text("%,d %s, %,.0f a second", state.done(), what, state.rate()) + left;
    }

    private static String clock(Duration time) {
        long seconds = (time.toMillis() + 500) / 1000;
        return seconds >= 3600
                ? text("%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60)
                : text("%d:%02d", seconds / 60, seconds % 60);
    }

    private static String text(String pattern, Object... values) {
        return String.format(Locale.UK, pattern, values);
    }
}
