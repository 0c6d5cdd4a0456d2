package dispatch

import (
	"slices"
	"time"
)

// Network is the configuration as the rules see it. It does not change while the process runs.
type Network struct {
	Name         string
	Location     *time.Location
	Language     string   // the default
	Languages    []string // order of the language menu
	Emergency    string   // "911"
	Lines        []Line   // further emergency lines, told with Emergency
	Contact      string   // named in HELP
	Categories   []Category
	Zones        []Zone // none: each ZIP is its own zone
	Rules        Rules
	Coordinators []Coordinator
	Elsewhere    []Elsewhere
	Order        Order `json:"-"` // whose turn it is; nil, as in every line that runs: who was asked longest ago
}

// Elsewhere is who helps with what the network does not: outside its zones, or while it takes no more of a kind. ZIPs
// and Categories say where and with what; empty: everywhere, with everything.
type Elsewhere struct {
	Name       string // as people are told: "Grand St Pantry, 718-555-0100"
	ZIPs       []string
	Categories []string
}

// mostElsewhere is how many of them one answer names.
const mostElsewhere = 2

// ServedBy names who helps with a category at a place, the first few in the order of the configuration. Of a place
// that is not known only those who help everywhere.
func (n *Network) ServedBy(category string, p Place) (names []string) {
	here := n.around(p)
	for _, e := range n.Elsewhere {
		with := len(e.Categories) == 0 || slices.Contains(e.Categories, category)
		where := len(e.ZIPs) == 0 || len(here) > 0 && here.near(e.ZIPs)
		if with && where && len(names) < mostElsewhere {
			names = append(names, e.Name)
		}
	}
	return names
}

// Order says whose turn it is among volunteers who may be asked for a request: the smaller goes first. It is there to
// compare the rules with others in a simulation.
type Order func(v *Volunteer, request ID) int64

// Line is a further emergency line, such as 988, with the danger it is for ("" = any).
type Line struct {
	Name, Phone, Danger string
}

// Category is a kind of help.
type Category struct {
	Code        string // FOOD
	Number      int    // 1–4 in every menu; 0: by words only
	Pays        Pays
	TrustedOnly bool
	Taxonomy    string // Open Eligibility id
	PersonOnly  bool   // SAFE, OTHER: a coordinator's, never sent to volunteers
}

// Pays says whose money a job costs.
type Pays struct {
	By   Payer
	UpTo int // whole units of the network's currency; only with PayNetwork
}

// Payer is the side that pays.
type Payer string

const (
	PayNobody   Payer = "nobody"
	PayResident Payer = "resident"
	PayNetwork  Payer = "network"
)

// Zone is a named set of ZIP codes. Neighbors are asked only when nobody in the zone is left to ask.
type Zone struct {
	Name      string
	ZIPs      []string
	Neighbors []string
}

// Rules are the numbers of [dispatch]; every one is configuration.
type Rules struct {
	LiveOffers        int
	ReplaceAfter      time.Duration // silence after which the next person is asked
	AskAgainAfter     time.Duration // the same volunteer, any request
	DailyLimit        int
	WeeklyLimit       int
	OpenJobs          int
	Quiet             Quiet
	EscalateAfter     time.Duration
	StandDownWindow   time.Duration
	ApproveVolunteers bool
	DailySpend        float64 // 0: none
}

// Quiet are the hours in which nobody is asked, as minutes since midnight in the network's zone. From == Until: none.
type Quiet struct{ From, Until int }

// Coordinator is a member of staff.
type Coordinator struct {
	Name      string
	Phone     string // E.164
	Languages []string
	OnCall    Hours // empty: always
	Safety    bool  // gets danger and private requests
}

// ZoneOf names the zone of a ZIP code: the one that lists it, or with no zones configured the ZIP itself. False if
// the network has zones and none lists it.
func (n *Network) ZoneOf(zip string) (string, bool) {
	if len(n.Zones) == 0 {
		return zip, zip != ""
	}
	for _, z := range n.Zones {
		if slices.Contains(z.ZIPs, zip) {
			return z.Name, true
		}
	}
	return "", false
}

// ExampleZIP is a ZIP code of the network's own, to show how one looks.
func (n *Network) ExampleZIP() string {
	for _, z := range n.Zones {
		if len(z.ZIPs) > 0 {
			return z.ZIPs[0]
		}
	}
	return "11211"
}

// Category finds a category by its code.
func (n *Network) Category(code string) (Category, bool) {
	i := slices.IndexFunc(n.Categories, func(c Category) bool { return c.Code == code })
	if i < 0 {
		return Category{}, false
	}
	return n.Categories[i], true
}

// ByNumber finds the category that has this number in every menu, 1 to 4.
func (n *Network) ByNumber(number int) (Category, bool) {
	i := slices.IndexFunc(n.Categories, func(c Category) bool { return c.Number == number && number > 0 })
	if i < 0 {
		return Category{}, false
	}
	return n.Categories[i], true
}
