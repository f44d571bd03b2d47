using System;
using System.Diagnostics.CodeAnalysis;

namespace Witx.Bindings.Wasi;

/// <summary>The types that every WASI interface and the host itself share.</summary>
[SuppressMessage("Design", "CA1034", Justification = "Interface types nest in the class that names their document.")]
public static class Abi
{
    /// <summary>The outcome of a function: <c>success</c>, or why it failed. The names are POSIX's without their leading E.</summary>
    public enum Errno : ushort
    {
        /// <summary>The call did what it was asked.</summary>
        Success,

        /// <summary>The argument list, or the list and the environment together, is too long.</summary>
        TooBig,

        /// <summary>The permissions do not allow it.</summary>
        Acces,

        /// <summary>The address is taken.</summary>
        Addrinuse,

        /// <summary>The address is not one of this host.</summary>
        Addrnotavail,

        /// <summary>The address family is not supported.</summary>
        Afnosupport,

        /// <summary>Nothing can be done without waiting, and the call was asked not to wait. EWOULDBLOCK is the same number.</summary>
        Again,

        /// <summary>An earlier request of the kind is still under way.</summary>
        Already,

        /// <summary>The descriptor is closed, or is not open for this kind of access.</summary>
        Badf,

        /// <summary>The message is malformed.</summary>
        Badmsg,

        /// <summary>The resource is in use.</summary>
        Busy,

        /// <summary>The operation was called off.</summary>
        Canceled,

        /// <summary>There is no child process to wait for.</summary>
        Child,

        /// <summary>The connection was given up before it was accepted.</summary>
        Connaborted,

        /// <summary>Nobody listens at the other end.</summary>
        Connrefused,

        /// <summary>The other end broke the connection.</summary>
        Connreset,

        /// <summary>Waiting would never end: the waiters hold what each other wants.</summary>
        Deadlk,

        /// <summary>A destination address is needed and none was given.</summary>
        Destaddrreq,

        /// <summary>The argument lies outside the function's domain.</summary>
        Dom,

        /// <summary>The user's disk quota is used up.</summary>
        Dquot,

        /// <summary>The name is taken.</summary>
        Exist,

        /// <summary>An address does not lie within memory.</summary>
        Fault,

        /// <summary>The file would outgrow the largest size allowed.</summary>
        Fbig,

        /// <summary>No route leads to the host.</summary>
        Hostunreach,

        /// <summary>The identifier was removed.</summary>
        Idrm,

        /// <summary>The bytes are not valid text: a path, for one, is not UTF-8.</summary>
        Ilseq,

        /// <summary>The operation has begun and goes on in the background.</summary>
        Inprogress,

        /// <summary>A signal interrupted the call.</summary>
        Intr,

        /// <summary>An argument makes no sense here.</summary>
        Inval,

        /// <summary>The device failed to read or to write.</summary>
        Io,

        /// <summary>The socket is connected already.</summary>
        Isconn,

        /// <summary>A directory stands where something else is needed.</summary>
        Isdir,

        /// <summary>Resolving the path meets too many symbolic links, or one link that must not be followed.</summary>
        Loop,

        /// <summary>The process has as many descriptors open as it may.</summary>
        Mfile,

        /// <summary>The file has as many hard links as it may.</summary>
        Mlink,

        /// <summary>The message is too long.</summary>
        Msgsize,

        /// <summary>Reserved: the path would lead over several remote machines.</summary>
        Multihop,

        /// <summary>A path, or a component of it, is too long, or a name does not fit its buffer.</summary>
        Nametoolong,

        /// <summary>The network is down.</summary>
        Netdown,

        /// <summary>The network dropped the connection.</summary>
        Netreset,

        /// <summary>No route leads to the network.</summary>
        Netunreach,

        /// <summary>The system has as many files open as it may.</summary>
        Nfile,

        /// <summary>No buffer space is left.</summary>
        Nobufs,

        /// <summary>There is no such device, or it cannot do this.</summary>
        Nodev,

        /// <summary>There is no entry of that name, or a component of the path is missing.</summary>
        Noent,

        /// <summary>The file is no executable that can be run.</summary>
        Noexec,

        /// <summary>No more locks are available.</summary>
        Nolck,

        /// <summary>Reserved: the link to a remote machine is severed.</summary>
        Nolink,

        /// <summary>Memory is exhausted, or the request exceeds what may be used.</summary>
        Nomem,

        /// <summary>There is no message of the wanted type.</summary>
        Nomsg,

        /// <summary>The protocol has no such option.</summary>
        Noprotoopt,

        /// <summary>No space is left on the device.</summary>
        Nospc,

        /// <summary>The function is not implemented.</summary>
        Nosys,

        /// <summary>The socket is not connected.</summary>
        Notconn,

        /// <summary>A component of the path, or the descriptor, is no directory.</summary>
        Notdir,

        /// <summary>The directory still has entries.</summary>
        Notempty,

        /// <summary>The state that a lock protects is lost.</summary>
        Notrecoverable,

        /// <summary>The descriptor is no socket.</summary>
        Notsock,

        /// <summary>The operation, or this way of asking for it, is not supported.</summary>
        Notsup,

        /// <summary>The operation does not fit the descriptor: it is no terminal.</summary>
        Notty,

        /// <summary>There is no such device or address.</summary>
        Nxio,

        /// <summary>A value does not fit the type that is to hold it.</summary>
        Overflow,

        /// <summary>The owner of the lock ended without releasing it.</summary>
        Ownerdead,

        /// <summary>The operation is forbidden, such as a path that would leave its directory.</summary>
        Perm,

        /// <summary>Nobody is left to read what is written.</summary>
        Pipe,

        /// <summary>The protocol failed.</summary>
        Proto,

        /// <summary>The protocol is not supported.</summary>
        Protonosupport,

        /// <summary>The protocol does not fit the type of the socket.</summary>
        Prototype,

        /// <summary>The result does not fit its range or its buffer.</summary>
        Range,

        /// <summary>The file system is read-only.</summary>
        Rofs,

        /// <summary>The descriptor has no offset: it is a pipe, a socket or a terminal.</summary>
        Spipe,

        /// <summary>There is no such process or thread.</summary>
        Srch,

        /// <summary>The file handle refers to a file that is gone.</summary>
        Stale,

        /// <summary>The time allowed has passed.</summary>
        Timedout,

        /// <summary>The file is being executed.</summary>
        Txtbsy,

        /// <summary>The two names lie on different file systems.</summary>
        Xdev,

        /// <summary>The descriptor lacks a right that the operation needs.</summary>
        Notcapable,
    }

    /// <summary>What a descriptor or a directory entry stands for.</summary>
    public enum Filetype : byte
    {
        /// <summary>Not known, or none of the others.</summary>
        Unknown,

        /// <summary>A block device.</summary>
        BlockDevice,

        /// <summary>A character device, such as a terminal.</summary>
        CharacterDevice,

        /// <summary>A directory.</summary>
        Directory,

        /// <summary>A regular file.</summary>
        RegularFile,

        /// <summary>A datagram socket.</summary>
        SocketDgram,

        /// <summary>A stream socket.</summary>
        SocketStream,

        /// <summary>A symbolic link.</summary>
        SymbolicLink,
    }

    /// <summary>How a program will use a range of a file. It is a hint and changes no data.</summary>
    public enum Advice : byte
    {
        /// <summary>Nothing particular.</summary>
        Normal,

        /// <summary>From lower offsets to higher ones.</summary>
        Sequential,

        /// <summary>In no order.</summary>
        Random,

        /// <summary>Soon.</summary>
        Willneed,

        /// <summary>Not soon.</summary>
        Dontneed,

        /// <summary>Once, and then no more.</summary>
        Noreuse,
    }

    /// <summary>The clocks that a program can read.</summary>
    public enum Clockid : uint
    {
        /// <summary>
        /// The wall clock: nanoseconds since 1970-01-01T00:00:00Z, without leap seconds. It follows the system time and may jump in
        /// either direction.
        /// </summary>
        Realtime,

        /// <summary>
        /// A clock that never goes back and that no change of the system time affects. Its start is arbitrary: only differences mean
        /// something.
        /// </summary>
        Monotonic,

        /// <summary>Processor time that the process has used.</summary>
        ProcessCputimeId,

        /// <summary>Processor time that the calling thread has used.</summary>
        ThreadCputimeId,
    }

    /// <summary>What an offset is counted from.</summary>
    public enum Whence : byte
    {
        /// <summary>The start of the file.</summary>
        Set,

        /// <summary>The current offset.</summary>
        Cur,

        /// <summary>The end of the file.</summary>
        End,
    }

    /// <summary>Signals, by POSIX's names without their leading SIG. The numbers are the interface's own.</summary>
    public enum Signal : byte
    {
        /// <summary>No signal: checks that one could be sent.</summary>
        None,

        /// <summary>The terminal hung up. Ends the process.</summary>
        Hup,

        /// <summary>An interrupt from the terminal. Ends the process.</summary>
        Int,

        /// <summary>Quit, from the terminal. Ends the process abnormally.</summary>
        Quit,

        /// <summary>An illegal instruction. Ends the process abnormally.</summary>
        Ill,

        /// <summary>A breakpoint or trace trap. Ends the process abnormally.</summary>
        Trap,

        /// <summary>The process aborted itself. Ends it abnormally.</summary>
        Abrt,

        /// <summary>An access to memory that is not there. Ends the process abnormally.</summary>
        Bus,

        /// <summary>An arithmetic error. Ends the process abnormally.</summary>
        Fpe,

        /// <summary>Ends the process. Can be neither caught nor ignored.</summary>
        Kill,

        /// <summary>For the program's own use. Ends the process.</summary>
        Usr1,

        /// <summary>An invalid access to memory. Ends the process abnormally.</summary>
        Segv,

        /// <summary>For the program's own use. Ends the process.</summary>
        Usr2,

        /// <summary>A write that nobody is left to read. Ends the process.</summary>
        Pipe,

        /// <summary>A timer ran out. Ends the process.</summary>
        Alrm,

        /// <summary>A request to end. Ends the process.</summary>
        Term,

        /// <summary>A child ended, stopped or went on. Ignored.</summary>
        Chld,

        /// <summary>Go on, if stopped. Ignored otherwise.</summary>
        Cont,

        /// <summary>Stops the process. Can be neither caught nor ignored.</summary>
        Stop,

        /// <summary>Stop, from the terminal. Stops the process.</summary>
        Tstp,

        /// <summary>A background process reads from the terminal. Stops it.</summary>
        Ttin,

        /// <summary>A background process writes to the terminal. Stops it.</summary>
        Ttou,

        /// <summary>Urgent data at a socket. Ignored.</summary>
        Urg,

        /// <summary>Too much processor time used. Ends the process abnormally.</summary>
        Xcpu,

        /// <summary>A file grew too large. Ends the process abnormally.</summary>
        Xfsz,

        /// <summary>A timer over the process's own time ran out. Ends the process.</summary>
        Vtalrm,

        /// <summary>A profiling timer ran out. Ends the process.</summary>
        Prof,

        /// <summary>The terminal's window changed its size. Ignored.</summary>
        Winch,

        /// <summary>A pollable event. Ends the process.</summary>
        Poll,

        /// <summary>The power fails. Ends the process.</summary>
        Pwr,

        /// <summary>A bad system call. Ends the process abnormally.</summary>
        Sys,
    }

    /// <summary>What is waited for.</summary>
    public enum Eventtype : byte
    {
        /// <summary>A clock reaches a time.</summary>
        Clock,

        /// <summary>A descriptor can be read without waiting.</summary>
        FdRead,

        /// <summary>A descriptor can be written without waiting.</summary>
        FdWrite,
    }

    /// <summary>
    /// What may be done with a descriptor. Each carries two sets: base rights, for itself, and inheriting rights, an upper bound for the
    /// descriptors that are opened through it. Both can shrink, never grow. A missing right is answered by <c>notcapable</c>.
    /// </summary>
    [Flags]
    public enum Rights : ulong
    {
        /// <summary>Calling <c>fd_datasync</c>; with <c>path_open</c>, opening with <c>fdflags.dsync</c>.</summary>
        FdDatasync = 1UL << 0,

        /// <summary>
        /// Calling <c>fd_read</c> and <c>sock_recv</c>; with <c>fd_seek</c>, also <c>fd_pread</c>. <c>path_open</c> opens for reading
        /// when this right is asked for.
        /// </summary>
        FdRead = 1UL << 1,

        /// <summary>Calling <c>fd_seek</c>, and with it <c>fd_tell</c>.</summary>
        FdSeek = 1UL << 2,

        /// <summary>Calling <c>fd_fdstat_set_flags</c>.</summary>
        FdFdstatSetFlags = 1UL << 3,

        /// <summary>Calling <c>fd_sync</c>; with <c>path_open</c>, opening with <c>fdflags.rsync</c> and <c>fdflags.dsync</c>.</summary>
        FdSync = 1UL << 4,

        /// <summary>
        /// Calling <c>fd_tell</c>, or <c>fd_seek</c> in a way that leaves the offset where it is: by 0 from <c>whence.cur</c>.
        /// </summary>
        FdTell = 1UL << 5,

        /// <summary>
        /// Calling <c>fd_write</c> and <c>sock_send</c>; with <c>fd_seek</c>, also <c>fd_pwrite</c>. <c>path_open</c> opens for writing
        /// when this right is asked for.
        /// </summary>
        FdWrite = 1UL << 6,

        /// <summary>Calling <c>fd_advise</c>.</summary>
        FdAdvise = 1UL << 7,

        /// <summary>Calling <c>fd_allocate</c>.</summary>
        FdAllocate = 1UL << 8,

        /// <summary>Calling <c>path_create_directory</c>.</summary>
        PathCreateDirectory = 1UL << 9,

        /// <summary>With <c>path_open</c>, opening with <c>oflags.creat</c>.</summary>
        PathCreateFile = 1UL << 10,

        /// <summary>Calling <c>path_link</c> with this descriptor as the directory of the existing name.</summary>
        PathLinkSource = 1UL << 11,

        /// <summary>Calling <c>path_link</c> with this descriptor as the directory of the new name.</summary>
        PathLinkTarget = 1UL << 12,

        /// <summary>Calling <c>path_open</c>.</summary>
        PathOpen = 1UL << 13,

        /// <summary>Calling <c>fd_readdir</c>.</summary>
        FdReaddir = 1UL << 14,

        /// <summary>Calling <c>path_readlink</c>.</summary>
        PathReadlink = 1UL << 15,

        /// <summary>Calling <c>path_rename</c> with this descriptor as the directory of the old name.</summary>
        PathRenameSource = 1UL << 16,

        /// <summary>Calling <c>path_rename</c> with this descriptor as the directory of the new name.</summary>
        PathRenameTarget = 1UL << 17,

        /// <summary>Calling <c>path_filestat_get</c>.</summary>
        PathFilestatGet = 1UL << 18,

        /// <summary>With <c>path_open</c>, opening with <c>oflags.trunc</c>.</summary>
        PathFilestatSetSize = 1UL << 19,

        /// <summary>Calling <c>path_filestat_set_times</c>.</summary>
        PathFilestatSetTimes = 1UL << 20,

        /// <summary>Calling <c>fd_filestat_get</c>.</summary>
        FdFilestatGet = 1UL << 21,

        /// <summary>Calling <c>fd_filestat_set_size</c>.</summary>
        FdFilestatSetSize = 1UL << 22,

        /// <summary>Calling <c>fd_filestat_set_times</c>.</summary>
        FdFilestatSetTimes = 1UL << 23,

        /// <summary>Calling <c>path_symlink</c>.</summary>
        PathSymlink = 1UL << 24,

        /// <summary>Calling <c>path_remove_directory</c>.</summary>
        PathRemoveDirectory = 1UL << 25,

        /// <summary>Calling <c>path_unlink_file</c>.</summary>
        PathUnlinkFile = 1UL << 26,

        /// <summary>
        /// With <c>fd_read</c>, waiting in <c>poll_oneoff</c> until the descriptor can be read; with <c>fd_write</c>, until it can be
        /// written.
        /// </summary>
        PollFdReadwrite = 1UL << 27,

        /// <summary>Calling <c>sock_shutdown</c>.</summary>
        SockShutdown = 1UL << 28,

        /// <summary>Calling <c>sock_accept</c>.</summary>
        SockAccept = 1UL << 29,
    }

    /// <summary>How reading and writing through a descriptor behave.</summary>
    [Flags]
    public enum Fdflags : ushort
    {
        /// <summary>Every <c>fd_write</c> goes to the end of the file.</summary>
        Append = 1 << 0,

        /// <summary>A write returns when the data, and what is needed to read it back, is on the device.</summary>
        Dsync = 1 << 1,

        /// <summary>A call that would have to wait answers <c>again</c>.</summary>
        Nonblock = 1 << 2,

        /// <summary>
        /// A read returns when the pending writes to what it reads are on the device as <c>dsync</c> and <c>sync</c> ask.
        /// </summary>
        Rsync = 1 << 3,

        /// <summary>A write returns when the data and all metadata of the file are on the device.</summary>
        Sync = 1 << 4,
    }

    /// <summary>How <c>path_open</c> treats the file.</summary>
    [Flags]
    public enum Oflags : ushort
    {
        /// <summary>Create a regular file if there is none.</summary>
        Creat = 1 << 0,

        /// <summary>Fail with <c>notdir</c> unless it is a directory.</summary>
        Directory = 1 << 1,

        /// <summary>With <c>creat</c>: fail with <c>exist</c> if there is anything, even a dangling symbolic link.</summary>
        Excl = 1 << 2,

        /// <summary>Cut a regular file to length 0.</summary>
        Trunc = 1 << 3,
    }

    /// <summary>
    /// Which times of a file to set, and to what. Asking for both the given and the present time is <c>inval</c>; asking for neither
    /// leaves the time alone.
    /// </summary>
    [Flags]
    public enum Fstflags : ushort
    {
        /// <summary>Set the time of last access to the value given.</summary>
        Atim = 1 << 0,

        /// <summary>Set the time of last access to the present.</summary>
        AtimNow = 1 << 1,

        /// <summary>Set the time of last modification to the value given.</summary>
        Mtim = 1 << 2,

        /// <summary>Set the time of last modification to the present.</summary>
        MtimNow = 1 << 3,
    }

    /// <summary>How a path is resolved.</summary>
    [Flags]
    public enum Lookupflags : uint
    {
        /// <summary>Follow a symbolic link that is the last component. Links before it are followed in any case.</summary>
        SymlinkFollow = 1 << 0,
    }

    /// <summary>How <c>sock_recv</c> receives.</summary>
    [Flags]
    public enum Riflags : ushort
    {
        /// <summary>Leave the data in the socket, to be received again.</summary>
        RecvPeek = 1 << 0,

        /// <summary>Wait until the buffers are full, on a stream socket.</summary>
        RecvWaitall = 1 << 1,
    }

    /// <summary>What <c>sock_recv</c> reports of a message.</summary>
    [Flags]
    public enum Roflags : ushort
    {
        /// <summary>The message was longer than the buffers; the rest is lost.</summary>
        RecvDataTruncated = 1 << 0,
    }

    /// <summary>Which directions of a connection to shut down.</summary>
    [Flags]
    public enum Sdflags : byte
    {
        /// <summary>Receiving.</summary>
        Rd = 1 << 0,

        /// <summary>Sending.</summary>
        Wr = 1 << 1,
    }

    /// <summary>The state of a descriptor that became ready.</summary>
    [Flags]
    public enum Eventrwflags : ushort
    {
        /// <summary>The other end has hung up, or the end of the file is reached.</summary>
        FdReadwriteHangup = 1 << 0,
    }

    /// <summary>How the time of a clock subscription is meant.</summary>
    [Flags]
    public enum Subclockflags : ushort
    {
        /// <summary>The timeout is a time on the clock. Without it, the timeout counts from the call.</summary>
        SubscriptionClockAbstime = 1 << 0,
    }

    /// <summary>The attributes of a file.</summary>
    /// <param name="Dev">Device that holds the file.</param>
    /// <param name="Ino">Serial number on that device.</param>
    /// <param name="Filetype">Type.</param>
    /// <param name="Nlink">Number of hard links.</param>
    /// <param name="Size">Length in bytes; of a symbolic link, that of its target.</param>
    /// <param name="Atim">Time of last access, on the realtime clock.</param>
    /// <param name="Mtim">Time of last modification of the data, on the realtime clock.</param>
    /// <param name="Ctim">Time of last change of the data or the attributes, on the realtime clock.</param>
    public readonly record struct Filestat(ulong Dev, ulong Ino, Filetype Filetype, ulong Nlink, ulong Size, ulong Atim, ulong Mtim, ulong Ctim);

    /// <summary>The state of a descriptor.</summary>
    /// <param name="FsFiletype">What it stands for.</param>
    /// <param name="FsFlags">Its flags.</param>
    /// <param name="FsRightsBase">What may be done with it.</param>
    /// <param name="FsRightsInheriting">The most that may be done with what is opened through it.</param>
    public readonly record struct Fdstat(Filetype FsFiletype, Fdflags FsFlags, Rights FsRightsBase, Rights FsRightsInheriting);

    /// <summary>
    /// A descriptor: the number by which the program names an open file, directory, socket or other resource. 0, 1 and 2 are standard
    /// input, output and error; the directories that the program starts with follow from 3.
    /// </summary>
    /// <param name="Value">The number.</param>
    public readonly record struct Fd(uint Value);
}
