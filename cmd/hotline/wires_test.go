package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
)

// wires is a network within the process. A test on virtual time (testing/synctest) needs it: who waits at a real socket
// holds the clock up.
type wires struct {
	mu    sync.Mutex
	ports map[string]*port
	last  int
}

func newWires() *wires { return &wires{ports: map[string]*port{}} }

// listen takes an address that nobody has had.
func (w *wires) listen() net.Listener {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.last++
	p := &port{wires: w, name: wireAddr(fmt.Sprintf("127.0.0.1:%d", 20000+w.last)), calls: make(chan net.Conn), closed: make(chan struct{})}
	w.ports[p.name.String()] = p
	return p
}

var errNobodyListens = errors.New("nobody listens")

// dial connects to a listener; where none is, it fails as a refused connection does.
func (w *wires) dial(ctx context.Context, _, address string) (net.Conn, error) {
	w.mu.Lock()
	p := w.ports[address]
	w.last++
	own := wireAddr(fmt.Sprintf("127.0.0.1:%d", 20000+w.last))
	w.mu.Unlock()
	refused := &net.OpError{Op: "dial", Net: "tcp", Addr: wireAddr(address), Err: errNobodyListens}
	if p == nil {
		return nil, refused
	}
	here, there := net.Pipe()
	select {
	case p.calls <- wire{there, p.name, own}:
		return wire{here, own, p.name}, nil
	case <-p.closed:
		return nil, refused
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// port is one listener.
type port struct {
	wires  *wires
	name   wireAddr
	calls  chan net.Conn
	once   sync.Once
	closed chan struct{}
}

func (p *port) Accept() (net.Conn, error) {
	select {
	case c := <-p.calls:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *port) Close() error {
	err := error(net.ErrClosed)
	p.once.Do(func() {
		close(p.closed)
		p.wires.mu.Lock()
		defer p.wires.mu.Unlock()
		delete(p.wires.ports, p.name.String())
		err = nil
	})
	return err
}

func (p *port) Addr() net.Addr { return p.name }

// wire is one end of a connection, wireAddr where it is.
type (
	wire struct {
		net.Conn
		local, remote wireAddr
	}
	wireAddr string
)

func (w wire) LocalAddr() net.Addr  { return w.local }
func (w wire) RemoteAddr() net.Addr { return w.remote }
func (a wireAddr) Network() string  { return "tcp" }
func (a wireAddr) String() string   { return string(a) }
