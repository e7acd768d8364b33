/// Which side of linework counts as inside.
#ifndef CTK_GEOM_RULE_H
#define CTK_GEOM_RULE_H

/// What is inside, by how often the edges wind around it clockwise.
typedef enum ctk_dissolve_rule {
    CTK_DISSOLVE_POSITIVE, ///< more than 0 times: territories
    CTK_DISSOLVE_EVEN_ODD, ///< an odd number of times, whichever way the edges run
    CTK_DISSOLVE_NON_ZERO  ///< any number of times but 0
} ctk_dissolve_rule;

#endif
