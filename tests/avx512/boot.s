# The whole firmware of the test machine: a 64 KiB ROM in place of a BIOS and a
# boot loader. From the reset vector it reads what the kernel needs from the disk
# with plain ATA commands (the fastest way in Bochs), enters 64-bit mode and
# jumps to the kernel's 64-bit entry. That skips the BIOS' waits and the kernel's
# own unpacking, which would take longer than all the rest.
#
# make_disk fills in `loads`: (address, sectors)..., 0; what it loads lies on
# the disk in that order.
.set BOOT_PARAMS, 0x90000  # the "zero page"; the command line follows it
.set PAGE_TABLES, 0x70000  # PML4, PDPT, four PDs: 4 GiB mapped one to one
.set ROM, 0xf0000          # where the ROM shows up below 1 MiB

.code16
.globl _start
_start:
  cli
  inb $0x92, %al  # A20 on
  orb $2, %al
  outb %al, $0x92
  lgdtl %cs:gdt_pointer - ROM
  movl $0x11, %eax  # protected mode, caches on
  movl %eax, %cr0
  ljmpl $0x08, $protected

.code32
protected:
  movw $0x18, %ax
  movw %ax, %ds
  movw %ax, %es
  movw %ax, %ss
  movl $PAGE_TABLES, %esp
  cld
  movl $loads, %esi
  xorl %ebx, %ebx  # next sector
next_load:
  lodsl
  testl %eax, %eax
  jz loaded
  movl %eax, %edi
  lodsl
  movl %eax, %ebp  # sectors left
chunk:
  movl $256, %ecx
  cmpl %ecx, %ebp
  cmovb %ebp, %ecx
  pushl %ecx
  movw $0x1f7, %dx
1: inb %dx, %al  # until not busy
  testb $0x80, %al
  jnz 1b
  movw $0x1f2, %dx
  movb %cl, %al  # 0 means 256
  outb %al, %dx
  movl %ebx, %eax
  incl %edx
  outb %al, %dx
  shrl $8, %eax
  incl %edx
  outb %al, %dx
  shrl $8, %eax
  incl %edx
  outb %al, %dx
  shrl $8, %eax
  orb $0xe0, %al  # LBA, master
  incl %edx
  outb %al, %dx
  incl %edx
  movb $0x20, %al  # READ SECTORS
  outb %al, %dx
sector:
  movw $0x1f7, %dx
2: inb %dx, %al  # until data is ready
  testb $0x80, %al
  jnz 2b
  testb $0x08, %al
  jz 2b
  pushl %ecx
  movl $256, %ecx
  movw $0x1f0, %dx
  rep insw
  popl %ecx
  loop sector
  popl %ecx
  addl %ecx, %ebx
  subl %ecx, %ebp
  jnz chunk
  jmp next_load

loaded:
  movl $0x2ff, %ecx  # MTRRs on, all memory write-back, as a BIOS leaves them
  movl $0xc06, %eax
  xorl %edx, %edx
  wrmsr
  movl $PAGE_TABLES, %edi
  xorl %eax, %eax
  movl $0x1800, %ecx
  rep stosl
  movl $PAGE_TABLES + 0x1003, PAGE_TABLES
  movl $PAGE_TABLES + 0x1000, %edi
  movl $PAGE_TABLES + 0x2003, %eax
3: movl %eax, (%edi)
  addl $8, %edi
  addl $0x1000, %eax
  cmpl $PAGE_TABLES + 0x6003, %eax
  jb 3b
  movl $PAGE_TABLES + 0x2000, %edi
  movl $0x83, %eax  # 2 MiB pages
4: movl %eax, (%edi)
  addl $8, %edi
  addl $0x200000, %eax
  jnc 4b
  movl $0x20, %eax  # PAE
  movl %eax, %cr4
  movl $PAGE_TABLES, %eax
  movl %eax, %cr3
  movl $0xc0000080, %ecx  # EFER.LME
  rdmsr
  orb $1, %ah
  wrmsr
  movl %cr0, %eax
  orl $0x80000000, %eax
  movl %eax, %cr0
  movl $BOOT_PARAMS, %esi
  ljmpl *entry

.balign 8
gdt:
  .quad 0
  .quad 0x00cf9a000000ffff  # 0x08: 32-bit code
  .quad 0x00af9a000000ffff  # 0x10: 64-bit code, the kernel's __BOOT_CS
  .quad 0x00cf92000000ffff  # 0x18: data, __BOOT_DS
gdt_pointer:
  .word . - gdt - 1
  .long gdt
entry:
  .long 0  # make_disk
  .word 0x10
loads:
  .fill 8, 4, 0
.org 0xfff0
.code16
  ljmpw $0xf000, $(_start - ROM)
.org 0xffff
  .byte 0
