package io.pushcast.auth;

/** How a client can send the fields {@code socket_id} and {@code channel_name}. */
public enum AuthFormat {
    /** A POST with a form ({@code application/x-www-form-urlencoded}), as pusher-js and all other official clients send it. */
    FORM("a form (application/x-www-form-urlencoded)"),
    /**
     * A POST with a JSON object ({@code application/json}), as many hand-written authorizers send it: {@code
     * {"socket_id":"123.456","channel_name":"private-orders"}}. For several channels, {@code channel_name} is an array.
     */
    JSON("a JSON object (application/json)"),
    /** A GET with the fields in the query. They then show in the access logs of servers and proxies. */
    QUERY("a query (GET)");

    private final String description;

    AuthFormat(String description) {
        this.description = description;
    }

    String description() {
        return description;
    }
}
