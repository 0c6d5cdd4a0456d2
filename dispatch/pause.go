package dispatch

// Pause is help that is not taken on for now: of a category, in a zone, or of the one in the other. What is empty
// stands for every one.
type Pause struct {
	Category string `json:"category,omitempty"`
	Zone     string `json:"zone,omitempty"`
}

// NeverShut says whether a category is taken on whatever happens: somebody's safety.
func NeverShut(category string) bool { return category == "SAFE" }

// Pauses are all that hold now.
type Pauses []Pause

// Shut says whether a category is not taken on in a zone; an empty zone: wherever it is.
func (all Pauses) Shut(category, zone string) bool {
	if NeverShut(category) {
		return false
	}
	for _, p := range all {
		if (p.Category == "" || p.Category == category) && (p.Zone == "" || p.Zone == zone) {
			return true
		}
	}
	return false
}
