/// What libFuzzer calls with each input that it makes.
package typealias FuzzTarget = @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt

/// libFuzzer as a function.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>, _ words: UnsafeMutableRawPointer, _ target: FuzzTarget
) -> CInt

/// Fuzzes as the words of the command line say, and returns the exit status.
///
/// A driver calls it in a C function `DRIVER_main`. SwiftPM makes that the entry of the program, so libFuzzer's own is not linked.
package func runFuzzer(_ count: CInt, _ words: UnsafeMutableRawPointer, _ target: FuzzTarget) -> CInt {
  var (count, words) = (count, words)
  return withUnsafeMutablePointer(to: &words) { runDriver(&count, $0, target) }
}
