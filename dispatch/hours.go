package dispatch

// Hours are weekly hours, in the network's zone. Empty means always.
type Hours []Span

// Span is one stretch of a weekday, in minutes since midnight; Until may be 1440 (24:00).
type Span struct {
	Day         int // 0 = Sunday, as time.Weekday
	From, Until int
}
