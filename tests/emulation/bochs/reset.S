/* SPDX-License-Identifier: BSL-1.0
   The ROM of a machine that exists to run one program: from the reset vector to 64-bit mode with AVX-512
   switched on, then to the kernel at 1 MiB. Everything stays at its physical address. */
        .set    kernel, 0x100000
        .set    level_4, 0x1000
        .set    level_3, 0x2000
        .set    level_2_low, 0x3000     /* the first GiB, in pages of 2 MiB */
        .set    level_2_high, 0x4000    /* the last 2 MiB below 4 GiB, where this ROM is */

        .text
        .code16
rom:
begin:  cli
        lgdtl   %cs:table_register - rom
        movl    %cr0, %eax
        orl     $1, %eax
        movl    %eax, %cr0
        ljmpl   $0x08, $in_32_bits

        .code32
in_32_bits:
        movw    $0x10, %ax
        movw    %ax, %ds
        movw    %ax, %es
        movw    %ax, %ss
        cld
        movl    $level_4, %edi
        xorl    %eax, %eax
        movl    $0x1000, %ecx
        rep stosl
        movl    $level_3 + 3, level_4
        movl    $level_2_low + 3, level_3
        movl    $level_2_high + 3, level_3 + 24
        movl    $0xFFE00083, level_2_high + 8 * 511
        movl    $level_2_low, %edi
        movl    $0x83, %eax
        movl    $512, %ecx
1:      movl    %eax, (%edi)
        addl    $0x200000, %eax
        addl    $8, %edi
        loop    1b

        movl    $0x40620, %eax          /* PAE, SSE and its exceptions, XSAVE */
        movl    %eax, %cr4
        movl    $level_4, %eax
        movl    %eax, %cr3
        movl    $0xC0000080, %ecx       /* EFER: system calls, long mode */
        rdmsr
        orl     $0x101, %eax
        wrmsr
        movl    %cr0, %eax
        andl    $~4, %eax
        orl     $0x80000023, %eax       /* paging, floating point */
        movl    %eax, %cr0
        ljmpl   $0x18, $in_64_bits

        .code64
in_64_bits:
        xorl    %ecx, %ecx
        xorl    %edx, %edx
        movl    $0xE7, %eax             /* x87, SSE, AVX, AVX-512 */
        xsetbv
        movl    $kernel, %eax
        jmp     *%rax

        .balign 8
table:  .quad   0
        .quad   0x00CF9B000000FFFF      /* 08: code, 32 bits */
        .quad   0x00CF93000000FFFF      /* 10: data */
        .quad   0x00AF9B000000FFFF      /* 18: code, 64 bits */
        .quad   0x00CF93000000FFFF      /* 20: data, as SYSCALL wants it */
table_register:
        .word   . - table - 1
        .long   table

        .org    0xFFF0
        .code16
        jmp     begin
        .org    0x10000
