package phonetest

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"
)

// practiceMark is in every identifier of the carrier's own accounts ("practice" in hex), so that nobody takes one for
// a real account's.
const practiceMark = "7072616374696365"

func practiceSID(prefix string) string { return prefix + practiceMark + randomHex(8) }

// newSID makes a message's identifier. It never comes again, in this process or another: the application stores it.
func newSID(prefix string) string { return prefix + randomHex(16) }

func randomHex(n int) string {
	b := make([]byte, n)
	rand.Read(b) // never fails
	return hex.EncodeToString(b)
}

var errNotHere = errors.New("the practice carrier speaks to this computer only: the address must be 127.0.0.1, [::1] or localhost")

// CheckListen returns an error unless addr ("127.0.0.1:8081") can be reached from this computer only. Whoever listens
// for the carrier or its page asks it first.
func CheckListen(addr string) error {
	host, _, err := net.SplitHostPort(addr)
	if err != nil || !isLoopback(host) {
		return errNotHere
	}
	return nil
}

// checkLoopback returns an error unless target is an http URL on this computer.
func checkLoopback(target string) error {
	u, err := url.Parse(target)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.User != nil || !isLoopback(u.Hostname()) {
		return errNotHere
	}
	return nil
}

func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return err == nil && ip.Unmap().IsLoopback()
}

// fromHere says whether a request came from this computer and was meant for it. The Host header is looked at too: a
// page of another site can point a name of its own at 127.0.0.1 (DNS rebinding).
func fromHere(r *http.Request) bool {
	peer, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil || !isLoopback(peer) {
		return false
	}
	host := r.Host
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	return isLoopback(host)
}

// loopbackClient returns a client that cannot connect to another computer, whatever a name resolves to. It follows no
// redirect: a redirected webhook loses its parameters. dial takes the place of the computer's network unless it is nil.
func loopbackClient(dial func(ctx context.Context, network, address string) (net.Conn, error)) *http.Client {
	dialer := &net.Dialer{
		Timeout: 5 * time.Second,
		ControlContext: func(_ context.Context, _, address string, _ syscall.RawConn) error {
			return CheckListen(address)
		},
	}
	if dial == nil {
		dial = dialer.DialContext
	}
	return &http.Client{
		Transport: &http.Transport{
			DialContext:         dial,
			MaxIdleConnsPerHost: maxWebhooks,
			IdleConnTimeout:     time.Minute,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}
