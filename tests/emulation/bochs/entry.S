/* SPDX-License-Identifier: BSL-1.0
   How the kernel is entered: after the ROM, by system calls and by exceptions. The program runs with the
   kernel's rights in the kernel's address space; nothing ever returns to another privilege level. */
        .section .text.entry, "ax"
        .globl  entry, enter_system_call, exceptions
entry:  leaq    stack_end(%rip), %rsp
        call    start_kernel
1:      hlt
        jmp     1b

        .text
/* Number in rax; arguments in rdi, rsi, rdx, r10, r8, r9; only rax, rcx and r11 may change. What lies below
   the program's stack pointer is its own. */
enter_system_call:
        movq    %rsp, program_stack(%rip)
        leaq    stack_end(%rip), %rsp
        pushq   %rcx
        pushq   %r11
        pushq   %rdi
        pushq   %rsi
        pushq   %rdx
        pushq   %r10
        pushq   %r8
        pushq   %r9
        subq    $8, %rsp
        pushq   %r9
        movq    %r8, %r9
        movq    %r10, %r8
        movq    %rdx, %rcx
        movq    %rsi, %rdx
        movq    %rdi, %rsi
        movq    %rax, %rdi
        call    system_call
        addq    $16, %rsp
        popq    %r9
        popq    %r8
        popq    %r10
        popq    %rdx
        popq    %rsi
        popq    %rdi
        popfq
        popq    %rcx
        movq    program_stack(%rip), %rsp
        jmp     *%rcx

/* 32 entries of 16 bytes each; none of them comes back. */
        .balign 16
exceptions:
        .set    vector, 0
        .rept   32
        .balign 16
        pushq   $vector
        jmp     exception
        .set    vector, vector + 1
        .endr
exception:
        movq    (%rsp), %rdi            /* vector */
        movq    8(%rsp), %rsi           /* error code or instruction */
        movq    16(%rsp), %rdx          /* instruction, or code segment */
        movq    %cr2, %rcx
        leaq    stack_end(%rip), %rsp
        call    report_exception

        .bss
        .balign 16
        .skip   65536
stack_end:
program_stack:
        .skip   8
