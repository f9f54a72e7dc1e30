extension Mappings {
  /// Reads all tables of the space that `controls.cr3` selects.
  ///
  /// With a `peer` root, each mapping also says whether the peer maps the same frames at the same
  /// addresses. A memory made to have too many different pairs of tables gives the same mappings with
  /// the peer's presence unknown.
  public init(
    memory: some PhysicalMemory, controls: Controls, peer: FrameNumber? = nil
  ) {
    var reader = TableReader(memory: memory, controls: controls, hasPeer: peer != nil)
    let finished = reader.read(peer: peer)
    if !finished {
      reader = TableReader(memory: memory, controls: controls, hasPeer: false)
      _ = reader.read(peer: nil)
    }
    self = reader.result()
  }
}
