// swift-tools-version: 6.2

import PackageDescription

// A package of its own, since all of it is compiled for libFuzzer. Run it with ./run.
let package = Package(
  name: "Fuzzing",
  dependencies: [.package(name: "cr3scope", path: "../..")],
  targets: [
    .executableTarget(
      name: "FuzzTables",
      dependencies: [.product(name: "PageTables", package: "cr3scope")],
      swiftSettings: [
        .swiftLanguageMode(.v6), .treatAllWarnings(as: .error), .unsafeFlags(["-parse-as-library"]),
      ],
      // gold, the default, fails on what the sanitizer writes.
      linkerSettings: [.unsafeFlags(["-use-ld=lld"])])
  ]
)
