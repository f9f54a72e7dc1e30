// swift-tools-version: 6.2

import PackageDescription

// A package of its own, so that building the project never builds this. Run it with ./run.
let package = Package(
  name: "Benchmarks",
  dependencies: [.package(name: "cr3scope", path: "../..")],
  targets: [
    .executableTarget(
      name: "Benchmarks",
      dependencies: [.product(name: "PageTables", package: "cr3scope")],
      swiftSettings: [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)])
  ]
)
