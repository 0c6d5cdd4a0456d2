// Command hotline is an SMS and voice gateway for mutual-aid networks.
package main

func main() {}
