struct WatchdogBoard {
}
