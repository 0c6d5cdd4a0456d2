package talk

import "hotline/dispatch"

// One is a request as the one who asked for it counts: for several volunteers it is all its places.
type One []*Request

// Ones are requests gathered so, in the order in which each was asked for.
func Ones(rs []Request) []One {
	var all []One
	at := map[dispatch.ID]int{}
	for i := range rs {
		r := &rs[i]
		if n, known := at[r.Lead]; known && r.Several() {
			all[n] = append(all[n], r)
			continue
		}
		at[r.Lead] = len(all)
		all = append(all, One{r})
	}
	return all
}

// OneOf is the request that one of these ids is, or is a place of: whichever of its places are among rs. nil: none is.
func OneOf(rs []Request, id dispatch.ID) One {
	if id == 0 {
		return nil
	}
	for _, one := range Ones(rs) {
		for _, r := range one {
			if r.ID == id || r.Lead == id {
				return one
			}
		}
	}
	return nil
}

// Taken are its places that somebody has and has not finished.
func (one One) Taken() (taken One) {
	for _, r := range one {
		if r.Status.Taken() {
			taken = append(taken, r)
		}
	}
	return taken
}

// Held says whether anybody has a place of it, or had it when it was said to be done.
func (one One) Held() bool {
	for _, r := range one {
		if r.Holder != 0 {
			return true
		}
	}
	return false
}

// Foremost is the place of it that says how all of it stands: one that still waits, else one that somebody has, else the
// first.
func (one One) Foremost() *Request {
	for _, r := range one {
		if !r.Status.Taken() && r.Status != dispatch.DoneReported {
			return r
		}
	}
	if taken := one.Taken(); len(taken) > 0 {
		return taken[0]
	}
	return one[0]
}
