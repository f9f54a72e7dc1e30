/// Instructions encoded by hand from Intel SDM vol. 2, and what is to be known of them.
enum InstructionRows {
  /// Bytes, and an instruction as `Instruction.text` writes it.
  typealias Row = (bytes: String, expected: String)

  /// Where control goes on.
  static let flow: [Row] = [
    ("e8 00 00 00 00", "5 call; branch 1+4"),  // call f
    ("66 e8 00 00 00 00", "6 call; branch 2+4"),  // data16 call f, as Intel has it
    ("66 66 48 e8 00 00 00 00", "8 call; branch 4+4"),  // call __tls_get_addr
    ("e9 00 00 00 00", "5 jump; branch 1+4"),  // jmp f
    ("eb fe", "2 jump; branch 1+1"),  // jmp .
    ("74 10", "2 conditionalJump; branch 1+1"),  // je
    ("2e 74 10", "3 conditionalJump; branch 2+1"),  // je,pn
    ("0f 84 00 00 00 00", "6 conditionalJump; branch 2+4"),  // je
    ("66 0f 8f 00 00 00 00", "7 conditionalJump; branch 3+4"),  // jg
    ("e2 f0", "2 conditionalJump; branch 1+1"),  // loop
    ("67 e3 f0", "3 conditionalJump; branch 2+1"),  // jecxz
    ("c7 f8 00 00 00 00", "6 conditionalJump; branch 2+4"),  // xbegin
    ("66 c7 f8 00 00", "5 conditionalJump; branch 3+2"),  // xbegin, 16 bits
    ("ff d0", "2 indirectCall"),  // call *%rax
    ("ff 15 00 00 00 00", "6 indirectCall; memory 2+4 of RIP"),  // call *p(%rip)
    ("41 ff 54 24 08", "5 indirectCall; memory 4+1 of registers"),  // call *8(%r12)
    ("48 ff 1d 00 00 00 00", "7 indirectCall; memory 3+4 of RIP"),  // lcall *p(%rip)
    ("3e ff e0", "3 indirectJump"),  // notrack jmp *%rax
    ("ff 24 c5 00 00 00 00", "7 indirectJump; memory 3+4 of registers"),  // jmp *t(,%rax,8)
    ("ff 24 25 00 00 00 00", "7 indirectJump; memory 3+4"),  // jmp *p
    ("ff 2f", "2 indirectJump; memory of registers"),  // ljmp *(%rdi)
    ("c3", "1 return"),  // ret
    ("f3 c3", "2 return"),  // rep ret
    ("c2 08 00", "3 return; immediate 1+2"),  // ret $8
    ("ca 08 00", "3 return; immediate 1+2"),  // lret $8
    ("48 cb", "2 return"),  // lretq
    ("48 cf", "2 return"),  // iretq
    ("48 0f 07", "3 return"),  // sysretq
    ("48 0f 35", "3 return"),  // sysexitq
    ("0f aa", "2 return"),  // rsm
    ("f2 0f 01 ca", "4 return"),  // erets
    ("f3 0f 01 ca", "4 return"),  // eretu
    ("f3 0f 01 ec", "4 return"),  // uiret
    ("66 0f 01 cd", "4 return"),  // seamret
    ("0f 0b", "2 stop"),  // ud2
    ("0f b9 40 10", "4 stop; address 3+1 of registers"),  // ud1 16(%rax),%eax
    ("0f ff c0", "3 stop"),  // ud0 %eax,%eax
    ("cc", "1 stop"),  // int3
    ("f4", "1"),  // hlt
    ("cd 80", "2; immediate 1+1"),  // int $0x80
    ("f1", "1"),  // int1
    ("0f 05", "2"),  // syscall
    ("0f 34", "2"),  // sysenter
    ("0f 01 ca", "3"),  // clac
  ]

  /// Opcodes of one byte.
  static let primary: [Row] = [
    ("90", "1"),  // nop
    ("f3 90", "2"),  // pause
    ("41 50", "2"),  // push %r8
    ("48 89 c8", "3"),  // mov %rcx,%rax
    ("8b 07", "2; memory of registers"),  // mov (%rdi),%eax
    ("8b 04 24", "3; memory of registers"),  // mov (%rsp),%eax
    ("41 8b 45 00", "4; memory 3+1 of registers"),  // mov 0(%r13),%eax
    ("8b 80 00 00 00 00", "6; memory 2+4 of registers"),  // mov s(%rax),%eax
    ("8b 84 88 00 00 00 00", "7; memory 3+4 of registers"),  // mov s(%rax,%rcx,4),%eax
    ("48 8b 05 00 00 00 00", "7; memory 3+4 of RIP"),  // mov s(%rip),%rax
    ("67 8b 05 00 00 00 00", "7; memory 3+4 of RIP"),  // mov s(%eip),%eax
    ("41 8b 05 00 00 00 00", "7; memory 3+4 of RIP"),  // mov s(%rip),%eax
    ("8b 04 25 00 00 00 00", "7; memory 3+4"),  // mov s,%eax
    ("41 8b 04 25 00 00 00 00", "8; memory 4+4"),  // mov s,%eax
    ("42 8b 04 25 00 00 00 00", "8; memory 4+4 of registers"),  // mov s(,%r12,1),%eax
    ("48 8d 05 00 00 00 00", "7; address 3+4 of RIP"),  // lea s(%rip),%rax
    ("48 8d 04 bd 00 00 00 00", "8; address 4+4 of registers"),  // lea s(,%rdi,4),%rax
    ("b8 00 00 00 00", "5; immediate 1+4"),  // mov $s,%eax
    ("66 b8 00 00", "4; immediate 2+2"),  // mov $1,%ax
    ("48 b8 00 00 00 00 00 00 00 00", "10; immediate 2+8"),  // movabs $s,%rax
    ("66 49 bf 00 00 00 00 00 00 00 00", "11; immediate 3+8"),  // data16 movabs $s,%r15
    ("48 c7 c7 00 00 00 00", "7; immediate 3+4"),  // mov $s,%rdi
    ("81 3d 00 00 00 00 01 00 00 00", "10; memory 2+4 of RIP; immediate 6+4"),  // cmpl $1,s(%rip)
    ("66 81 3d 00 00 00 00 01 00", "9; memory 3+4 of RIP; immediate 7+2"),  // cmpw $1,s(%rip)
    ("66 48 81 c0 00 00 00 00", "8; immediate 4+4"),  // data16 add $1,%rax
    ("80 3d 00 00 00 00 01", "7; memory 2+4 of RIP; immediate 6+1"),  // cmpb $1,s(%rip)
    ("48 83 e4 f0", "4; immediate 3+1"),  // and $-16,%rsp
    ("f0 48 0f b1 0d 00 00 00 00", "9; memory 5+4 of RIP"),  // lock cmpxchg %rcx,s(%rip)
    ("65 48 8b 05 00 00 00 00", "8; memory 4+4 of RIP; gs"),  // mov %gs:s(%rip),%rax
    ("65 8b 04 25 00 00 00 00", "8; memory 4+4; gs"),  // mov %gs:s,%eax
    ("64 48 8b 04 25 28 00 00 00", "9; memory 5+4; fs"),  // mov %fs:40,%rax
    ("64 65 2e 8b 07", "5; memory of registers; gs"),  // mov %gs:(%rdi),%eax
    ("a1 00 00 00 00 00 00 00 00", "9; memory 1+8"),  // movabs s,%eax
    ("48 a3 00 00 00 00 00 00 00 00", "10; memory 2+8"),  // movabs %rax,s
    ("67 a0 00 00 00 00", "6; memory 2+4"),  // addr32 mov s,%al
    ("a8 01", "2; immediate 1+1"),  // test $1,%al
    ("a9 01 00 00 00", "5; immediate 1+4"),  // test $1,%eax
    ("f6 05 00 00 00 00 01", "7; memory 2+4 of RIP; immediate 6+1"),  // testb $1,s(%rip)
    ("f7 05 00 00 00 00 01 00 00 00", "10; memory 2+4 of RIP; immediate 6+4"),  // testl $1,s(%rip)
    ("f7 15 00 00 00 00", "6; memory 2+4 of RIP"),  // notl s(%rip)
    ("68 00 00 00 00", "5; immediate 1+4"),  // push $s
    ("66 68 00 00", "4; immediate 2+2"),  // pushw $1
    ("6a 01", "2; immediate 1+1"),  // push $1
    ("69 05 00 00 00 00 01 00 00 00", "10; memory 2+4 of RIP; immediate 6+4"),  // imul $1,s(%rip),%eax
    ("6b c0 07", "3; immediate 2+1"),  // imul $7,%eax,%eax
    ("48 63 d0", "3"),  // movslq %eax,%rdx
    ("c1 e0 04", "3; immediate 2+1"),  // shl $4,%eax
    ("d1 e0", "2"),  // shl %eax
    ("c8 10 00 01", "4; immediate 1+2"),  // enter $16,$1
    ("c6 f8 01", "3; immediate 2+1"),  // xabort $1
    ("8f 40 08", "3; memory 2+1 of registers"),  // pop 8(%rax)
    ("f3 48 ab", "3"),  // rep stosq
    ("9b", "1"),  // fwait
    ("d9 3d 00 00 00 00", "6; memory 2+4 of RIP"),  // fnstcw s(%rip)
    ("db e3", "2"),  // fninit
    ("e4 60", "2; immediate 1+1"),  // in $0x60,%al
    ("8e d8", "2"),  // mov %eax,%ds
  ]

  /// Opcodes after 0F, 0F 38 and 0F 3A.
  static let escaped: [Row] = [
    ("0f 22 d8", "3; CR3"),  // mov %rax,%cr3
    ("41 0f 22 df", "4; CR3"),  // mov %r15,%cr3
    ("0f 22 1d", "3; CR3"),  // mov %rbp,%cr3: mod is ignored
    ("0f 20 d8", "3"),  // mov %cr3,%rax
    ("0f 22 e0", "3"),  // mov %rax,%cr4
    ("44 0f 22 c0", "4"),  // mov %rax,%cr8
    ("0f 23 f8", "3"),  // mov %rax,%dr7
    ("f3 0f 1e fa", "4"),  // endbr64
    ("0f 1f 44 00 00", "5; address 4+1 of registers"),  // nopl 0(%rax,%rax,1)
    ("66 2e 0f 1f 84 00 00 00 00 00", "10; address 6+4 of registers"),  // cs nopw 0(%rax,%rax,1)
    ("0f 18 0d 00 00 00 00", "7; address 3+4 of RIP"),  // prefetcht0 s(%rip)
    ("0f 0d 0f", "3; address of registers"),  // prefetchw (%rdi)
    ("0f 01 3f", "3; address of registers"),  // invlpg (%rdi)
    ("0f 01 15 00 00 00 00", "7; memory 3+4 of RIP"),  // lgdt s(%rip)
    ("0f 01 f8", "3"),  // swapgs
    ("f2 0f 00 f7", "4"),  // lkgs %edi
    ("0f ae 3f", "3; memory of registers"),  // clflush (%rdi)
    ("f3 48 0f ae d0", "5"),  // wrfsbase %rax
    ("0f ae e8", "3"),  // lfence
    ("0f c7 0f", "3; memory of registers"),  // cmpxchg8b (%rdi)
    ("0f c7 f0", "3"),  // rdrand %eax
    ("0f ba 2d 00 00 00 00 03", "8; memory 3+4 of RIP; immediate 7+1"),  // btsl $3,s(%rip)
    ("0f a4 d0 03", "4; immediate 3+1"),  // shld $3,%edx,%eax
    ("f3 0f b8 c1", "4"),  // popcnt %ecx,%eax
    ("0f c6 c1 1b", "4; immediate 3+1"),  // shufps
    ("66 0f 70 c1 1b", "5; immediate 4+1"),  // pshufd
    ("66 0f 73 f8 08", "5; immediate 4+1"),  // pslldq
    ("66 0f c4 05 00 00 00 00 01", "9; memory 4+4 of RIP; immediate 8+1"),  // pinsrw
    ("0f 78 c1", "3"),  // vmread %rax,%rcx
    ("66 0f 78 c1 04 08", "6; immediate 4+1"),  // extrq $8,$4,%xmm1
    ("f2 0f 78 c1 04 08", "6; immediate 4+1"),  // insertq $8,$4,%xmm1,%xmm0
    ("0f 0f c1 9e", "4"),  // pfadd %mm1,%mm0
    ("0f 0f 05 00 00 00 00 9e", "8; memory 3+4 of RIP"),  // pfadd s(%rip),%mm0
    ("66 0f 38 82 0d 00 00 00 00", "9; memory 5+4 of RIP"),  // invpcid s(%rip),%rcx
    ("f2 48 0f 38 f1 c1", "6"),  // crc32q %rcx,%rax
    ("66 0f 3a 0f c1 08", "6; immediate 5+1"),  // palignr
    ("66 0f 3a 0f 05 00 00 00 00 08", "10; memory 5+4 of RIP; immediate 9+1"),  // palignr
    ("f3 0f 3a f0 c0 01", "6; immediate 5+1"),  // hreset $1
  ]

  /// VEX, EVEX and XOP.
  static let vector: [Row] = [
    ("c5 f8 77", "3"),  // vzeroupper
    ("c5 f9 6f 05 00 00 00 00", "8; memory 4+4 of RIP"),  // vmovdqa s(%rip),%xmm0
    ("c5 f9 70 c1 1b", "5; immediate 4+1"),  // vpshufd
    ("c4 e2 7d 18 05 00 00 00 00", "9; memory 5+4 of RIP"),  // vbroadcastss s(%rip),%ymm0
    ("c4 e3 75 46 05 00 00 00 00 31", "10; memory 5+4 of RIP; immediate 9+1"),  // vperm2i128
    ("c4 e3 fb f0 c1 05", "6; immediate 5+1"),  // rorx $5,%rcx,%rax
    ("c4 e2 71 90 04 25 00 00 00 00", "10; memory 6+4 of registers"),  // vpgatherdd %xmm1,s(,%xmm4,1),%xmm0
    ("c4 a1 79 6f 04 25 00 00 00 00", "10; memory 6+4 of registers"),  // vmovdqa s(,%r12,1),%xmm0
    ("c4 e1 79 6f 04 25 00 00 00 00", "10; memory 6+4"),  // vmovdqa s,%xmm0
    ("65 c5 f9 6f 04 25 00 00 00 00", "10; memory 6+4; gs"),  // vmovdqa %gs:s,%xmm0
    ("62 f1 7d 48 6f 05 00 00 00 00", "10; memory 6+4 of RIP"),  // vmovdqa32 s(%rip),%zmm0
    ("62 f1 7d 48 6f 40 01", "7; memory 6+1 of registers"),  // vmovdqa32 64(%rax),%zmm0
    ("62 f3 75 48 25 05 00 00 00 00 ff", "11; memory 6+4 of RIP; immediate 10+1"),  // vpternlogd
    ("62 f1 75 48 72 f1 03", "7; immediate 6+1"),  // vpslld $3,%zmm1,%zmm1
    ("62 f2 7d 49 c6 0c 25 00 00 00 00", "11; address 7+4 of registers"),  // vgatherpf0dps s(,%zmm4,1){%k1}
    ("62 f5 74 48 58 c1", "6"),  // vaddph
    ("62 f6 75 48 98 c1", "6"),  // vfmadd132ph
    ("8f e8 70 c2 c1 03", "6; immediate 5+1"),  // vprotd $3
    ("8f e9 78 e1 c1", "5"),  // vphsubbw
    ("8f ea 78 10 05 00 00 00 00 01 02 00 00", "13; memory 5+4 of RIP; immediate 9+4"),  // bextr
  ]

  /// APX, and other instructions of newer processors; LLVM 21 says the same of their lengths.
  static let newer: [Row] = [
    ("d5 18 89 c8", "4"),  // mov %rcx,%r16
    ("d5 48 8b 05 00 00 00 00", "8; memory 4+4 of RIP"),  // mov s(%rip),%r16
    ("d5 48 8d 05 00 00 00 00", "8; address 4+4 of RIP"),  // lea s(%rip),%r16
    ("d5 10 8b 04 25 00 00 00 00", "9; memory 5+4"),  // mov s,%eax, with a bit that names no register
    ("d5 20 8b 04 25 00 00 00 00", "9; memory 5+4 of registers"),  // mov s(,%r20),%eax
    ("d5 08 b8 00 00 00 00 00 00 00 00", "11; immediate 3+8"),  // movabs
    ("66 d5 10 c7 00 34 12", "7; memory of registers; immediate 5+2"),  // movw $0x1234,(%r16)
    ("d5 80 af 05 00 00 00 00", "8; memory 4+4 of RIP"),  // imul s(%rip),%eax
    ("d5 10 ff d0", "4 indirectCall"),  // call *%r16
    ("d5 10 ff 24 c5 00 00 00 00", "9 indirectJump; memory 5+4 of registers"),  // jmp *t(,%rax,8)
    ("65 d5 48 8b 05 00 00 00 00", "9; memory 5+4 of RIP; gs"),  // mov %gs:s(%rip),%r16
    ("d5 00 a1 00 00 00 00 00 00 00 00", "11 jump; immediate 3+8"),  // jmpabs $s
    ("62 f4 fc 18 ff c0", "6"),  // inc %rax,%rax
    ("62 f4 fc 18 01 05 00 00 00 00", "10; memory 6+4 of RIP"),  // add %rax,s(%rip),%rax
    ("62 f4 7c 18 81 05 00 00 00 00 78 56 34 12", "14; memory 6+4 of RIP; immediate 10+4"),  // add $i,s(%rip),%eax
    ("62 f4 7d 18 81 05 00 00 00 00 34 12", "12; memory 6+4 of RIP; immediate 10+2"),  // the same with 16 bits
    ("62 f4 7c 18 69 c0 78 56 34 12", "10; immediate 6+4"),  // imul with zero upper
    ("62 f4 04 0a 83 3d 00 00 00 00 01", "11; memory 6+4 of RIP; immediate 10+1"),  // ccmpb $1,s(%rip)
    ("62 f4 04 02 f7 05 00 00 00 00 78 56 34 12", "14; memory 6+4 of RIP; immediate 10+4"),  // ctestb
    ("62 f4 7c 0c c1 25 00 00 00 00 03", "11; memory 6+4 of RIP; immediate 10+1"),  // {nf} shl $3,s(%rip)
    ("62 f4 7f 18 44 c0", "6"),  // setzue %al
    ("62 f4 74 18 ff f0", "6"),  // push2 %rax,%rcx
    ("62 f4 74 18 8f c0", "6"),  // pop2 %rax,%rcx
    ("62 f4 7c 08 8b 05 00 00 00 00", "10; memory 6+4 of RIP"),  // movrs s(%rip),%eax
    ("48 0f 38 8b 11", "5; memory of registers"),  // movrs (%rcx),%rdx
    ("f2 0f 38 f8 c1", "5"),  // urdmsr %rcx,%rax
    ("f3 0f 38 f8 c1", "5"),  // uwrmsr %rax,%rcx
    ("c4 e7 7b f6 c0 48 00 00 00", "9; immediate 5+4"),  // rdmsr $0x48,%rax
    ("c4 e7 7a f6 c0 48 00 00 00", "9; immediate 5+4"),  // wrmsrns %rax,$0x48
    ("c4 e7 7b f8 c0 48 00 00 00", "9; immediate 5+4"),  // urdmsr $0x48,%rax
    ("62 f7 7b 08 f8 c0 48 00 00 00", "10; immediate 6+4"),  // the same with EVEX
    ("62 f3 7c 48 52 05 00 00 00 00 01", "11; memory 6+4 of RIP; immediate 10+1"),  // vminmaxph
    ("62 f5 7c 48 6b 05 00 00 00 00", "10; memory 6+4 of RIP"),  // vcvtph2iubs
    ("62 f9 7d 48 6f 05 00 00 00 00", "10; memory 6+4 of RIP"),  // vmovdqa32 with the fifth bit of a base
    ("c4 e5 78 fd c1", "5"),  // tdpbf8ps
  ]

  /// What is no instruction in 64-bit mode.
  static let invalid = [
    "06", "0e", "16", "1f", "27", "2f", "37", "3f", "60", "61", "82 c0 00", "9a 00 00 00 00 00 00",
    "c4 e0 79 6f c0", "c4 e4 79 6f c0", "ce", "d4 0a", "d6", "ea 00 00 00 00 00 00", "fe d0", "ff f8", "ff d8",
    "ff e8", "8d c0", "8c f0", "8e c8", "8f c8 00 00 00", "8f e7 78 e1 c1", "8f 20", "c6 c8 00", "c7 c8 00 00 00 00",
    "0f 04", "0f 0a", "0f 0c", "0f 24 c0", "0f 36", "0f 38 0c c0", "0f 3a 00 c0 00", "0f 7a c0", "0f b8 c0",
    "0f ba c0 00", "0f c7 c0", "0f c7 07", "0f 00 f0", "0f 01 d2", "0f ae c0", "0f 71 c0 00", "0f 50 00", "0f 22 c8",
    "0f 22 e8", "44 0f 22 d8", "44 0f 23 c0", "0f a7 c1", "d9 d1", "dd 2f", "66 c5 f8 77", "f3 c5 f8 77", "f0 c5 f8 77",
    "48 c5 f8 77", "62 f4 7d 48 6f c0", "c5 f8 04 c0",
    // REX2: rows 4, 7, A and E, 0F 3 and 0F 8; escapes; a REX before it; JMPABS with W or another prefix.
    "d5 00 40", "d5 00 70 00", "d5 00 a8 00", "d5 00 e8 00 00 00 00", "d5 80 38 00 c0", "d5 80 85 00 00 00 00",
    "d5 00 0f 05", "d5 00 66 90", "d5 00 d5 00 90", "48 d5 00 89 c8", "d5 08 a1 00 00 00 00 00 00 00 00",
    "66 d5 00 a1 00 00 00 00 00 00 00 00", "d5 00 c5 f8 77",
    // PUSH2 and POP2 with memory; a shift that is none; RDMSR with memory or another number.
    "62 f4 74 18 ff 30", "62 f4 74 18 8f 00", "62 f4 7c 08 c1 f0 01", "c4 e7 7b f6 00 00 00 00 00",
    "c4 e7 7b f6 c8 00 00 00 00",
  ]

  /// All that are instructions.
  static let valid = flow + primary + escaped + vector + newer
}
