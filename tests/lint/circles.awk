# Circles of directed graphs: strongly connected components of two nodes and more (Tarjan 1972).
# in: lines "graph TAB from TAB to TAB why". out: each circle with the steps inside it.
# A circle in a graph that ends in a word of `known` is told but does not count; a word without a circle does.
# Exit code 1 when something counts.
BEGIN { FS = "\t" }
{
    key = $1 FS $2 FS $3
    if (key in why) { more[key]++; next }
    why[key] = $4
    from = $1 FS $2
    n_out[from]++
    out[from, n_out[from]] = $1 FS $3
    order[++n_edges] = from
}
function visit(v,   i, w) {
    place[v] = low[v] = ++n_visited
    stack[++top] = v
    for (i = 1; i <= n_out[v]; i++) {
        w = out[v, i]
        if (!(w in place)) visit(w)
        if (!(w in part) && low[w] < low[v]) low[v] = low[w]
    }
    if (low[v] != place[v]) return
    n_parts++
    do { w = stack[top--]; part[w] = n_parts } while (w != v)
}
function is_in_circle(from, to) { return from != to && part[from] == part[to] }
function last_word(g) { sub(".* ", "", g); return g }
function name(v) { return substr(v, index(v, FS) + 1) }
function graph(v) { return substr(v, 1, index(v, FS) - 1) }
function tell(v,   g, i, j, from, to, key) {
    g = graph(v)
    printf "circles: %s%s\n", g, (last_word(g) in is_known) ? " (known)" : ""
    for (i = 1; i <= n_edges; i++) {
        from = order[i]
        if (part[from] != part[v] || seen[from]++) continue
        for (j = 1; j <= n_out[from]; j++) {
            to = out[from, j]
            key = from FS name(to)
            if (is_in_circle(from, to))
                printf "    %s -> %s  (%s%s)\n", name(from), name(to), why[key],
                    more[key] ? " and " more[key] " more" : ""
        }
    }
}
END {
    n_known = split(known, word, " ")
    for (i = 1; i <= n_known; i++) is_known[word[i]]
    for (i = 1; i <= n_edges; i++) if (!(order[i] in place)) visit(order[i])
    for (i = 1; i <= n_edges; i++)
        for (j = 1; j <= n_out[order[i]]; j++) {
            v = order[i]
            if (!is_in_circle(v, out[v, j]) || told[part[v]]++) continue
            tell(v)
            has_circle[last_word(graph(v))]
            if (!(last_word(graph(v)) in is_known)) bad = 1
        }
    for (k in is_known)
        if (!(k in has_circle)) { print "circles: none in " k ": it has to leave the list of known ones"; bad = 1 }
    exit bad
}
