package simulate

import "math"

// source is a seeded generator of numbers: splitmix64 (Steele, Lea, Flood, OOPSLA 2014). The same seed gives the same
// numbers in every release of Go.
type source uint64

const golden = 0x9e3779b97f4a7c15

func (s *source) next() uint64 {
	*s += golden
	return mix(uint64(*s))
}

func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// about is the source of one thing, such as what volunteer 3 makes of request 7: the same whoever asks, and whenever,
// so that policies are compared on the same people and the same luck.
func about(seed, topic, a, b uint64) source {
	return source(mix(mix(mix(seed+golden*topic)+golden*a) + golden*b))
}

// The topics of about.
const (
	ofPeople uint64 = 1 + iota
	ofDemand
	ofAnswer
	ofTiring
	ofOrder
	ofWork
	ofStill
)

// unit is a number from 0 up to, not including, 1.
func (s *source) unit() float64 { return float64(s.next()>>11) / (1 << 53) }

// below is a whole number from 0 up to, not including, n.
func (s *source) below(n int) int { return int(s.unit() * float64(n)) }

// chance says yes with probability p.
func (s *source) chance(p float64) bool { return s.unit() < p }

// among draws an index in proportion to the weights.
func (s *source) among(weights []float64) int {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	at := s.unit() * sum
	for i, w := range weights {
		if at -= w; at < 0 {
			return i
		}
	}
	return len(weights) - 1
}

// wait is exponentially distributed with mean 1.
func (s *source) wait() float64 { return -math.Log1p(-s.unit()) }

// arrivals is how many come in a time in which mean come on average (Poisson).
func (s *source) arrivals(mean float64) int {
	n := 0
	for at := s.wait(); at < mean; at += s.wait() {
		n++
	}
	return n
}

// beta is Beta(a, b): a share, on average a/(a+b).
func (s *source) beta(a, b float64) float64 {
	x := s.gamma(a)
	return x / (x + s.gamma(b))
}

// gamma is Gamma(shape, 1) by Marsaglia and Tsang (ACM TOMS 26, 2000).
func (s *source) gamma(shape float64) float64 {
	if shape < 1 {
		return s.gamma(shape+1) * math.Pow(1-s.unit(), 1/shape)
	}
	d := shape - 1.0/3
	c := 1 / math.Sqrt(9*d)
	for {
		x := s.normal()
		v := 1 + c*x
		if v <= 0 {
			continue
		}
		v *= v * v
		if math.Log(1-s.unit()) < x*x/2+d-d*v+d*math.Log(v) {
			return d * v
		}
	}
}

// normal has mean 0 and deviation 1 (Box and Muller).
func (s *source) normal() float64 {
	return math.Sqrt(2*s.wait()) * math.Cos(2*math.Pi*s.unit())
}
