/// Instructions of every map, for an assembler and a disassembler that know AVX-512 with FP16.
enum Assembly {
  /// All of them, in AT&T's syntax.
  static let text =
    """
    .text
    s: push %rbp; push %r12; push $s; push $1; pushw $0x1234; pushfq; pop %r12; popq 8(%rsp); popq s(%rip)
    add %al, %bl; add $1, %al; add $0x12345678, %eax; add $0x1234, %ax; add $0x12345678, %rax; adc $-1, %r9
    addb $1, s(%rip); addw $0x1234, s(%rip); addl $0x12345678, s(%rip); addq $0x12345678, s(%rip); addq $1, s(%rip)
    or (%rax), %ecx; or 8(%rbp), %ecx; or 0x1000(%r13), %ecx; or (%rsp), %ecx; or (%r12), %ecx; or (%r13), %ecx
    and (%rax,%rcx), %edx; and s(,%r12,8), %edx; and s, %edx; and %fs:0x28, %rdx; and %gs:s(%rip), %rdx
    and (%eax), %edx; mov $1, %al; mov $1, %r15b; mov $0x1234, %r9w; mov $s, %r9d; movabs $s, %r9; mov $s, %r9
    movabs s, %eax; movabs %rax, s; movabs s, %al; addr32 movabs 0x12345678, %eax; mov %ds, %eax; mov %eax, %gs
    movslq %ecx, %rax; test $1, %al; test $0x1234, %ax; testb $1, (%rax); testw $0x1234, (%rax); testl $1, s(%rip)
    testq $1, s(%rip); notl s(%rip); negb s(%rip); mulq (%rax); idivl %ecx; incl (%rax); decb s(%rip)
    imul $1, %eax, %ecx; imul $0x1234, %ax, %cx; imul $0x12345678, s(%rip), %rcx; imul s(%rip), %rcx; shl %eax
    shll $3, s(%rip); sar %cl, %rax; lea s(%rip), %rax; lea 1(%rax,%rax), %eax; xchg %rax, %rbx; xchg %al, s(%rip)
    cltq; cqto; enter $16, $1; leave; movsb; rep movsq; repne scasb; lods %gs:(%rsi), %al; stosw; insb; outsl
    in $1, %al; in %dx, %eax; out %al, $1; xlat; jmp s; jmp 1f; 1: je s; je 2f; 2: loop 2b; jrcxz 2b; jecxz 2b; call s
    call *s(%rip); call *%rax; jmp *s(,%rax,8); notrack jmp *%rax; lcall *s(%rip); ljmp *(%rax); ret; ret $8; lretl
    lretq $8; iretq; syscall; sysretq; sysretl; sysenter; sysexitl; int $0x80; int3; hlt; cli; sti; cld; clc; cmc
    xbegin s; xabort $1; xend; xtest; ud2; ud1 (%rax), %eax; ud0 s, %eax; lock incl s(%rip); lock cmpxchg16b s(%rip)
    xacquire lock addl $1, s(%rip); pause; nop; nopw 0(%rax); nopl 8(%rax,%rax); endbr64; rdsspq %rax; incsspq %rax
    saveprevssp; setssbsy; clrssbsy (%rax); wrssq %rax, (%rcx); rstorssp (%rax); mov %cr3, %rax; mov %rax, %cr3
    mov %r9, %cr4; mov %rax, %cr8; mov %dr7, %rax; mov %rax, %dr0; lgdt s(%rip); sidt (%rax); invlpg (%rax)
    invpcid (%rax), %rcx; invept (%rax), %rcx; swapgs; rdtscp; clac; stac; monitor; mwait; xgetbv; vmcall; vmlaunch
    vmread %rax, (%rcx); vmwrite (%rcx), %rax; vmptrld (%rax); vmxon (%rax); vmrun; clgi; invd; wbinvd; clts; rdmsr
    wrmsr; rdtsc; rdpmc; cpuid; rdfsbase %rax; wrgsbase %eax; fxsave s(%rip); xsaveopt (%rax); xrstors (%rax)
    clflush (%rax); clwb s(%rip); lfence; mfence; sfence; prefetcht0 s(%rip); prefetchw (%rax); prefetchnta 8(%rax)
    rdrand %rax; rdseed %eax; rdpid %rax; ptwritel (%rax); umonitor %rax; tpause %ecx; movdir64b (%rax), %rcx
    movdiri %eax, (%rcx); enqcmd (%rax), %rcx; wrpkru; rdpkru; serialize; lar %ax, %cx; ltr %ax; sldt s(%rip)
    smsw %eax; lmsw (%rax); verw s(%rip); cmove s(%rip), %rax; sete s(%rip); bt $3, %eax; btsq $3, s(%rip)
    shld $3, %eax, s(%rip); shrd %cl, %eax, (%rcx); movzbl s(%rip), %eax; movswq %ax, %rcx; bsf %eax, %ecx
    popcnt s(%rip), %rax; lzcnt %ax, %cx; tzcnt (%rax), %ecx; bswap %r9; xadd %eax, s(%rip); cmpxchg8b (%rax)
    movnti %eax, s(%rip); lss (%rax), %eax; push %fs; pop %gs; fld1; fldl s(%rip); fstpt 8(%rax); fildll (%rax)
    fistpl s(%rip); fadd %st(3), %st; faddp; fnstcw (%rax); fldenv s(%rip); fnstsw %ax; fninit; fucomip
    fcmovb %st(1), %st; fsin; ffreep %st(1); fwait; nop; fisttpll (%rax); fbstp s(%rip); movd %eax, %mm0
    paddb %mm1, %mm0; pshufw $1, (%rax), %mm0; psllw $3, %mm1; emms; maskmovq %mm0, %mm1; movntq %mm0, (%rax)
    pfadd (%rax), %mm0; pi2fd %mm1, %mm0; pavgusb s(%rip), %mm0; femms; extrq $1, $2, %xmm0
    insertq $1, $2, %xmm1, %xmm0; movups s(%rip), %xmm0; movss 8(%rax), %xmm9; movapd %xmm1, %xmm0
    cvtsi2sdq %rax, %xmm0; sqrtpd s(%rip), %xmm0; shufps $1, %xmm1, %xmm0; cmpltps s(%rip), %xmm0
    pshufd $1, s(%rip), %xmm0; pinsrw $1, s(%rip), %xmm0; psrldq $8, %xmm0; pextrw $1, %xmm0, %eax
    movmskps %xmm0, %eax; lddqu (%rax), %xmm0; movnti %rax, (%rcx); movntps %xmm0, s(%rip); pshufb s(%rip), %xmm0
    pmovzxbw 8(%rax), %xmm0; ptest %xmm1, %xmm0; pmulld (%rax), %xmm0; aesenc s(%rip), %xmm0; crc32q s(%rip), %rax
    crc32b %al, %ecx; movbe (%rax), %ecx; adcx %rax, %rcx; adox s(%rip), %rcx; sha256rnds2 (%rax), %xmm1
    movntdqa (%rax), %xmm0; gf2p8mulb (%rax), %xmm0; aeskeygenassist $1, s(%rip), %xmm0; pclmulqdq $1, %xmm1, %xmm0
    palignr $1, s(%rip), %xmm0; roundsd $1, (%rax), %xmm0; pextrd $1, %xmm0, s(%rip); pinsrq $1, %rax, %xmm0
    pcmpistri $1, s(%rip), %xmm0; blendps $1, %xmm1, %xmm0; sha1rnds4 $1, (%rax), %xmm0
    gf2p8affineqb $1, (%rax), %xmm0; vzeroall; vmovaps s(%rip), %ymm0; vmovd %eax, %xmm0
    vaddps (%rax,%r9,4), %ymm9, %ymm10; vpslld $3, %xmm1, %xmm0; vpshufd $1, s(%rip), %ymm0
    vcmpps $1, (%rax), %ymm1, %ymm0; vldmxcsr s(%rip); vpextrw $1, %xmm0, %eax; vpmovmskb %ymm0, %eax; kmovw %eax, %k1
    kandw %k1, %k2, %k3; kshiftlw $1, %k1, %k2; kortestq %k1, %k2; kmovq s(%rip), %k1; vbroadcastss s(%rip), %ymm0
    vpgatherdd %xmm1, s(,%xmm4,4), %xmm0; vfmadd231ps s(%rip), %ymm1, %ymm0; andn %eax, %ecx, %edx
    bextr %eax, s(%rip), %edx; blsr s(%rip), %eax; pdep %rax, %rcx, %rdx; mulx s(%rip), %rax, %rcx
    sarx %eax, (%rcx), %edx; rorx $1, s(%rip), %rax; vperm2i128 $1, s(%rip), %ymm1, %ymm0
    vpblendvb %xmm1, s(%rip), %xmm2, %xmm3; vcvtps2ph $1, %ymm0, s(%rip); vextracti128 $1, %ymm0, (%rax)
    vpclmulqdq $1, (%rax), %ymm1, %ymm0; vpdpbusd %ymm1, %ymm2, %ymm3; vfmaddps %xmm1, s(%rip), %xmm2, %xmm3
    vpermil2ps $1, %xmm1, (%rax), %xmm2, %xmm3; ldtilecfg (%rax); tdpbssd %tmm1, %tmm2, %tmm3
    tileloadd (%rax,%rcx), %tmm1; vmovdqu64 s(%rip), %zmm0; vmovdqu8 64(%rax), %zmm20
    vaddpd (%rax){1to8}, %zmm1, %zmm0{%k1}{z}; vpsrlq $3, s(%rip), %zmm0; vprold $1, %zmm1, %zmm0
    vcvttps2udq s(%rip), %zmm0; vpcmpeqd s(%rip), %zmm1, %k1; vpermt2d s(%rip), %zmm1, %zmm0; vpmovqd %zmm0, s(%rip)
    vpscatterdd %zmm0, s(,%zmm4,4){%k1}; vp2intersectd %zmm1, %zmm2, %k2; vpternlogd $1, s(%rip), %zmm1, %zmm0
    vpcmpud $1, (%rax), %zmm1, %k1; vrndscaleps $1, {sae}, %zmm1, %zmm0; vinserti64x4 $1, s(%rip), %zmm1, %zmm0
    vgetmantps $1, 64(%rax), %zmm0; vfpclassps $1, %zmm0, %k1; vreduceps $1, %zmm1, %zmm0
    vaddph s(%rip), %zmm1, %zmm0; vmovw %eax, %xmm0; vcvtph2psx (%rax), %zmm0; vfmadd132ph 64(%rax), %zmm1, %zmm0
    vrcpph %zmm0, %zmm1; vfcmaddcph %zmm1, %zmm2, %zmm3; vcmpph $1, s(%rip), %zmm1, %k1
    vscalefph (%rax), %zmm1, %zmm0; vprotd $1, s(%rip), %xmm0; vpcomltb %xmm1, %xmm2, %xmm3
    vpmacsdd %xmm1, s(%rip), %xmm2, %xmm3; vphaddbd (%rax), %xmm0; vfrczps s(%rip), %ymm0; blcfill %eax, %ecx
    t1mskc s(%rip), %rcx; llwpcb %rax; lwpins $0x12345678, s(%rip), %rax; bextr $0x1234, s(%rip), %rax; data16 call s
    cs nopw 0(%rax,%rax); repz ret; rex.WRXB nop; data16 lea s(%rip), %rdi

    """
}
