package dispatch

import "slices"

// zips is a set of ZIP codes.
type zips map[string]struct{}

func (s zips) add(list []string) {
	for _, z := range list {
		s[z] = struct{}{}
	}
}

// near says whether a volunteer who goes to these ZIPs (none: everywhere) comes into the set.
func (s zips) near(list []string) bool {
	if len(list) == 0 {
		return true
	}
	for _, z := range list {
		if _, ok := s[z]; ok {
			return true
		}
	}
	return false
}

// zone finds the configured zone of a place.
func (n *Network) zone(p Place) (Zone, bool) {
	name := p.Zone
	if name == "" {
		name, _ = n.ZoneOf(p.ZIP)
	}
	for _, z := range n.Zones {
		if z.Name == name {
			return z, true
		}
	}
	return Zone{}, false
}

// around is the set of ZIPs whose volunteers are near a place: those of its zone, or its own ZIP where there is none.
func (n *Network) around(p Place) zips {
	s := zips{}
	if z, ok := n.zone(p); ok {
		s.add(z.ZIPs)
	} else if p.ZIP != "" {
		s.add([]string{p.ZIP})
	}
	return s
}

// beyond is the set of ZIPs of the neighboring zones of a place; empty if it has none.
func (n *Network) beyond(p Place) zips {
	s := zips{}
	z, _ := n.zone(p)
	for _, other := range n.Zones {
		if slices.Contains(z.Neighbors, other.Name) {
			s.add(other.ZIPs)
		}
	}
	return s
}
