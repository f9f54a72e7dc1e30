package import KernelCode
package import PageTables

/// What a thread has to go on with: a call, or kernel work that interrupted something.
///
/// It holds what the kernel keeps on its stack: above all the CR3 of what was interrupted, the only state that the
/// unified design has besides CR3 itself. `passedGate` and `owesClear` say which instructions of a gate have run.
package struct Frame: Hashable, Sendable {
  /// What began the frame.
  package enum Kind: Hashable, Sendable {
    /// What the thread itself does.
    case base
    /// A call.
    case call
    /// A kernel entry.
    case entry(KernelEntryIndex)
  }

  /// Why a page fault was raised.
  enum Fault: Hashable, Sendable {
    /// There was none.
    case none
    /// User code touched a page of its own that is not mapped yet.
    case demand
    /// User code touched what it must not.
    case badAccess
    /// Exposed code reached for what only the private half maps.
    case missingGate
    /// Nothing maps the address, or not for such an access.
    case badPointer
    /// User code was run with the private half.
    case missedFlip
    /// asi3: the third space does not map it, and no session is there to be aborted.
    case noSession
    /// An exception or interrupt could not be delivered: a double fault.
    case delivery

    /// Whether the design causes it: another space maps what is missing.
    var isOfDesign: Bool { self == .missingGate || self == .noSession || self == .missedFlip }
  }

  /// What began the frame.
  package let kind: Kind
  /// The position of the program.
  let program: Int
  /// The next operation of it.
  var next = 0
  /// The privilege level that was interrupted.
  package let fromCPL: Int
  /// CR3 when the frame began.
  package let savedCR3: CR3
  /// The number of the kernel event, from 0; -1 outside of any.
  var event: Int
  /// Why a page fault was raised.
  var fault = Fault.none
  /// How often the next operation has faulted and was run again.
  var faultsInARow = 0
  /// Whether the interrupted code had interrupts on.
  var interruptsWereOn = true
  /// The thread that is to be picked, for the scheduler.
  var picked: Int?
  /// Whether buffers are to be cleared before the frame ends.
  var owesClear = false
  /// Whether a gate of this frame left the exposed half: its end gives back only what it took.
  var passedGate = false
  /// Whether siblings are held already for the flip that comes.
  var holdsSibling = false
  /// asi3: whether the frame counts in the depth of an abort.
  var aborts = false
  /// gasi: whether the frame enters the restricted space.
  var entersRestricted = false
  /// A bug of the scenario: the exit does not flip.
  var missesExitFlip = false
}

extension Frame {
  /// What the wrong register holds: an address on the NMI's stack. A. Chartre, RFC v2, patch 2.
  var wrongRegister: UInt64 { 0xffff_fe00_0000_df58 }
}
