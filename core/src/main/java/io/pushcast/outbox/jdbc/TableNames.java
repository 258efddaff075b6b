package io.pushcast.outbox.jdbc;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The names of the outbox's tables, with their schema, so that a statement means the same tables in whatever state a session
 * is.
 *
 * @param schema the schema as it is written in SQL; empty for a database without
 * @param prefix what the names of all tables begin with, the whole name of the table of messages
 */
record TableNames(String schema, String prefix) {

    static final String DEFAULT_PREFIX = "pushcast_outbox";

    private static final Pattern IN_FILES = Pattern.compile("\\b" + DEFAULT_PREFIX);
    /** What stands before a table's name, and not before that of an index or a column. */
    private static final Pattern TABLES_IN_FILES = Pattern.compile(
            "(\\b(?:table|table if not exists|table if exists|into|from|on|update|join)\\s+)(" + DEFAULT_PREFIX + ")",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern PREFIX = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,39}");
    private static final Pattern SCHEMA = Pattern.compile("[A-Za-z_][A-Za-z0-9_$]*|\"[^\"]+\"|`[^`]+`");

    /** @throws IllegalArgumentException if it is no such prefix */
    static String checkedPrefix(String prefix) {
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException(
                    "tablePrefix must begin with a letter and have at most 40 letters, digits and" + " _, not '"
                            + prefix + "'");
        }
        return prefix;
    }

    /** @throws IllegalArgumentException if it is no name of a schema */
    static String checkedSchema(String schema) {
        if (!SCHEMA.matcher(schema).matches()) {
            throw new IllegalArgumentException(
                    "schema must be the name of a schema as it is written in SQL (in quotes, if"
                            + " it needs them), not '" + schema + "'");
        }
        return schema;
    }

    String messages() {
        return qualified("");
    }

    String dead() {
        return qualified("_dead");
    }

    String leases() {
        return qualified("_lease");
    }

    String instances() {
        return qualified("_instance");
    }

    String retries() {
        return qualified("_retry");
    }

    String control() {
        return qualified("_control");
    }

    String version() {
        return qualified("_version");
    }

    /** The channel of announcements of one outbox: an identifier, told apart by what it is for. */
    String channel(String outbox) {
        CRC32 hash = new CRC32();
        hash.update((messages() + '/' + outbox).getBytes(StandardCharsets.UTF_8));
        return prefix.toLowerCase(Locale.ROOT) + "_" + Long.toHexString(hash.getValue());
    }

    private String qualified(String suffix) {
        return (schema.isEmpty() ? "" : schema + ".") + prefix + suffix;
    }

    /** The schema as the database's catalogue has it, but perhaps for upper and lower case. */
    String bareSchema() {
        return isQuoted(schema) ? schema.substring(1, schema.length() - 1) : schema;
    }

    private static boolean isQuoted(@Nullable String name) {
        return name != null && (name.startsWith("\"") || name.startsWith("`"));
    }

    /** A statement of the library's files, which are written for the default names and no schema, for these tables. */
    String inStatement(String sql) {
        String schemaDot = schema.isEmpty() ? "" : schema + ".";
        String qualified = TABLES_IN_FILES
                .matcher(sql)
                .replaceAll(match -> Matcher.quoteReplacement(match.group(1) + schemaDot + match.group(2)));
        return IN_FILES.matcher(qualified).replaceAll(Matcher.quoteReplacement(prefix));
    }
}
