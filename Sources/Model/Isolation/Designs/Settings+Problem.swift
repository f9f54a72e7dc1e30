extension Settings {
  /// Why this combination makes no sense under `design`; nil if it does.
  package func problem(under design: Design) -> String? {
    if sharedPCID && !pcid { return "shared-pcid needs pcid: without PCIDs there is nothing to share" }
    if sharedPCID && !design.isSplit { return "shared-pcid needs two halves: \(design) has one space" }
    if sharedPCID && !design.usesRootPair {
      return "shared-pcid is about the halves of a root pair: \(design) has none"
    }
    if kernelProtect && sync == .off { return "kernel-protect needs sync ack or async: it is what holds siblings" }
    if ptiMapsText && pcid { return "pti-text needs pcid off: Linux maps kernel text only without PCIDs" }
    return nil
  }
}
