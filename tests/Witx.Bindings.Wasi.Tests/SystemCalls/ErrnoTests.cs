using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Xunit;

namespace Witx.Bindings.Wasi.Tests.SystemCalls;

/// <summary>
/// The errno of each preview1 import for valid and invalid arguments. Each string is one call, written like <c>strace</c> output.
/// </summary>
public sealed class ErrnoTests : IDisposable
{
    private static readonly string[] s_calls =
    [
        "args_get $ $ = success",
        "args_sizes_get $ $ = success",
        "environ_get $ $ = success",
        "environ_sizes_get $ $ = success",
        "clock_res_get 0 $ = success", "clock_res_get 1 $ = success", "clock_res_get 2 $ = success", "clock_res_get 3 $ = success",
        "clock_res_get 4 $ = inval",
        "clock_time_get 0 0 $ = success", "clock_time_get 3 max $ = success", "clock_time_get 4 0 $ = inval",

        "fd_advise closed 0 0 0 = badf", "fd_advise dir 0 0 0 = badf", "fd_advise pipe 0 0 0 = spipe", "fd_advise file 0 0 6 = inval",
        "fd_advise file max 0 0 = inval", "fd_advise file 0 max 0 = inval", "fd_advise file 0 0 5 = success",
        "fd_allocate closed 0 1 = badf", "fd_allocate dir 0 1 = badf", "fd_allocate reader 0 1 = badf", "fd_allocate pipe 0 1 = spipe",
        "fd_allocate file 0 0 = inval", "fd_allocate file max 1 = inval", "fd_allocate file 1 max = inval", "fd_allocate file 1 end = fbig",
        "fd_close closed = badf", "fd_close max = badf", "fd_close file = success", "fd_close root = success",
        "fd_datasync closed = badf", "fd_datasync dir = isdir", "fd_datasync pipe = inval", "fd_datasync file = success",
        "fd_sync closed = badf", "fd_sync root = isdir", "fd_sync dir = isdir", "fd_sync pipe = inval", "fd_sync reader = success",
        "fd_sync out = success",
        "fd_fdstat_get closed $ = badf", "fd_fdstat_get pipe $ = success",
        "fd_fdstat_set_flags closed 0 = badf", "fd_fdstat_set_flags file 32 = inval", "fd_fdstat_set_flags dir 4 = success",
        "fd_fdstat_set_rights closed 0 0 = badf", "fd_fdstat_set_rights file max 0 = inval",
        "fd_fdstat_set_rights reader W 0 = notcapable", "fd_fdstat_set_rights file 0 0 = success",
        "fd_filestat_get closed $ = badf", "fd_filestat_get pipe $ = success",
        "fd_filestat_set_size closed 0 = badf", "fd_filestat_set_size dir 0 = isdir", "fd_filestat_set_size reader 0 = inval",
        "fd_filestat_set_size pipe 0 = inval", "fd_filestat_set_size file max = inval", "fd_filestat_set_size file 3 = success",
        "fd_filestat_set_times closed 0 0 1 = badf", "fd_filestat_set_times file 0 0 3 = inval",
        "fd_filestat_set_times file 0 0 12 = inval",
        "fd_filestat_set_times file 0 0 16 = inval", "fd_filestat_set_times pipe 0 0 1 = inval",
        "fd_filestat_set_times dir 0 0 5 = success",
        "fd_pread closed v 2 0 $ = badf", "fd_pread dir v 2 0 $ = badf", "fd_pread writer v 2 0 $ = badf", "fd_pread pipe v 2 0 $ = spipe",
        "fd_pread in v 2 0 $ = spipe", "fd_pread file v 2 max $ = inval", "fd_pread file v 0 0 $ = success",
        "fd_prestat_get closed $ = badf", "fd_prestat_get file $ = badf", "fd_prestat_get dir $ = badf", "fd_prestat_get root $ = success",
        "fd_prestat_dir_name closed $ 8 = badf", "fd_prestat_dir_name file $ 8 = notdir", "fd_prestat_dir_name dir $ 8 = notdir",
        "fd_prestat_dir_name root $ 7 = nametoolong", "fd_prestat_dir_name root $ 0 = nametoolong",
        "fd_prestat_dir_name root $ 8 = success",
        "fd_prestat_dir_name root $ 9 = success",
        "fd_pwrite closed v 2 0 $ = badf", "fd_pwrite dir v 2 0 $ = badf", "fd_pwrite reader v 2 0 $ = badf",
        "fd_pwrite pipe v 2 0 $ = spipe",
        "fd_pwrite out v 2 0 $ = spipe", "fd_pwrite file v 2 max $ = inval", "fd_pwrite file v 0 0 $ = success",
        "fd_read closed v 2 $ = badf", "fd_read dir v 2 $ = badf", "fd_read writer v 2 $ = badf", "fd_read out v 2 $ = badf",
        "fd_read pipein v 2 $ = badf", "fd_read closed v 0 $ = badf", "fd_read in v 2 $ = success", "fd_read file v 2 $ = success",
        "fd_readdir closed $ 64 0 $ = badf", "fd_readdir file $ 64 0 $ = notdir", "fd_readdir pipe $ 64 0 $ = notdir",
        "fd_readdir dir $ 0 0 $ = success", "fd_readdir dir $ 5 0 $ = success",
        "fd_renumber closed file = badf", "fd_renumber file closed = badf", "fd_renumber file max = badf",
        "fd_renumber file file = success",
        "fd_renumber file root = success", "fd_renumber root file = success",
        "fd_seek closed 0 0 $ = badf", "fd_seek dir 0 0 $ = badf", "fd_seek pipe 0 0 $ = spipe", "fd_seek in 0 0 $ = spipe",
        "fd_seek file 0 3 $ = inval", "fd_seek file -1 0 $ = inval", "fd_seek file -1 1 $ = inval", "fd_seek file -100 2 $ = inval",
        "fd_seek file end 2 $ = overflow", "fd_seek file end 0 $ = success",
        "fd_tell closed $ = badf", "fd_tell dir $ = badf", "fd_tell pipe $ = spipe", "fd_tell file $ = success",
        "fd_write closed v 2 $ = badf", "fd_write dir v 2 $ = badf", "fd_write reader v 2 $ = badf", "fd_write in v 2 $ = badf",
        "fd_write pipe v 2 $ = badf", "fd_write closed v 0 $ = badf", "fd_write out v 2 $ = success",

        "path_create_directory closed 'x' = badf", "path_create_directory file 'x' = notdir", "path_create_directory root 'dir' = exist",
        "path_create_directory root 'missing/x' = noent", "path_create_directory root 'file/x' = notdir",
        "path_create_directory root '../x' = perm", "path_create_directory root '/x' = perm", "path_create_directory root '' = noent",
        "path_filestat_get closed 0 'file' $ = badf", "path_filestat_get file 0 'file' $ = notdir",
        "path_filestat_get root 0 'missing' $ = noent",
        "path_filestat_get root 1 'dangling' $ = noent", "path_filestat_get root 0 'dangling' $ = success",
        "path_filestat_get root 0 'file/' $ = notdir", "path_filestat_get root 1 'loop' $ = loop",
        "path_filestat_get root 2 'file' $ = inval",
        "path_filestat_set_times closed 0 'file' 0 0 1 = badf", "path_filestat_set_times file 0 'file' 0 0 1 = notdir",
        "path_filestat_set_times root 0 'file' 0 0 3 = inval", "path_filestat_set_times root 0 'file' 0 0 16 = inval",
        "path_filestat_set_times root 0 'missing' 0 0 1 = noent", "path_filestat_set_times root 0 'missing' 0 0 0 = noent",
        "path_filestat_set_times root 1 'loop' 0 0 1 = loop", "path_filestat_set_times root 0 'loop' 0 0 1 = success",
        "path_link closed 0 'file' root 'x' = badf", "path_link root 0 'file' closed 'x' = badf",
        "path_link root 0 'file' file 'x' = notdir",
        "path_link root 1 'file' root 'x' = inval", "path_link root 0 'missing' root 'x' = noent",
        "path_link root 0 'file' root 'dir' = exist",
        "path_link root 0 'dir' root 'x' = perm", "path_link root 0 'file' root 'x/' = noent", "path_link root 0 'file' root '../x' = perm",
        "path_link root 0 'loop' dir 'x' = success",
        "path_open closed 0 'file' 0 R 0 0 $ = badf", "path_open file 0 'file' 0 R 0 0 $ = notdir",
        "path_open out 0 'file' 0 R 0 0 $ = notdir",
        "path_open root 0 'missing' 0 R 0 0 $ = noent", "path_open root 0 'file' 2 R 0 0 $ = notdir",
        "path_open root 0 'file' 5 R 0 0 $ = exist",
        "path_open root 1 'dangling' 5 R 0 0 $ = exist", "path_open root 0 'loop' 0 R 0 0 $ = loop",
        "path_open root 1 'loop' 0 R 0 0 $ = loop",
        "path_open root 0 'dir' 0 W 0 0 $ = isdir", "path_open root 0 'dir' 1 R 0 0 $ = isdir", "path_open root 0 'dir' 8 R 0 0 $ = isdir",
        "path_open root 0 'dir' 3 R 0 0 $ = inval", "path_open root 0 'new' 3 R 0 0 $ = inval",
        "path_open root 0 'file/' 0 R 0 0 $ = notdir",
        "path_open root 0 'new/' 1 W 0 0 $ = isdir", "path_open root 0 'file' 16 R 0 0 $ = inval",
        "path_open root 2 'file' 0 R 0 0 $ = inval",
        "path_open root 0 'file' 0 R 0 32 $ = inval", "path_open root 0 '../file' 0 R 0 0 $ = perm",
        "path_open root 0 '/file' 0 R 0 0 $ = perm",
        "path_open root 0 '' 0 R 0 0 $ = noent", "path_open root 0 'file' 0 0 0 0 $ = success", "path_open root 0 '.' 0 0 0 4 $ = success",
        "path_readlink closed 'loop' $ 9 $ = badf", "path_readlink file 'loop' $ 9 $ = notdir", "path_readlink root 'file' $ 9 $ = inval",
        "path_readlink root 'dir' $ 9 $ = inval", "path_readlink root 'missing' $ 9 $ = noent", "path_readlink root 'loop' $ 0 $ = success",
        "path_remove_directory closed 'dir' = badf", "path_remove_directory file 'dir' = notdir",
        "path_remove_directory root 'file' = notdir",
        "path_remove_directory root 'loop' = notdir", "path_remove_directory root 'missing' = noent",
        "path_remove_directory root 'dir' = notempty",
        "path_remove_directory root '.' = inval", "path_remove_directory root '..' = perm",
        "path_rename closed 'file' root 'x' = badf", "path_rename root 'file' closed 'x' = badf",
        "path_rename root 'file' pipe 'x' = notdir",
        "path_rename root 'missing' root 'x' = noent", "path_rename root 'file' root 'missing/x' = noent",
        "path_rename root 'dir' root 'file' = notdir",
        "path_rename root 'file' root 'empty' = isdir", "path_rename root 'empty' root 'dir' = notempty",
        "path_rename root 'dir' root 'dir/x' = inval",
        "path_rename root 'file' root '../x' = perm", "path_rename root '.' root 'x' = busy",
        "path_symlink 'target' closed 'x' = badf", "path_symlink 'target' file 'x' = notdir", "path_symlink 'target' root 'file' = exist",
        "path_symlink '/target' root 'x' = perm", "path_symlink '' root 'x' = noent", "path_symlink 'target' root 'missing/x' = noent",
        "path_symlink 'target' root 'x/' = noent",
        "path_unlink_file closed 'file' = badf", "path_unlink_file file 'file' = notdir", "path_unlink_file root 'dir' = isdir",
        "path_unlink_file root 'missing' = noent", "path_unlink_file root 'file/' = notdir", "path_unlink_file root '../x' = perm",

        "poll_oneoff $ $ 0 $ = inval", "poll_oneoff $ $ 4097 $ = nomem", "poll_oneoff zeros $ 2 $ = success",
        "proc_raise 0 = notsup", "proc_raise 9 = notsup", "proc_raise 31 = inval",
        "random_get $ 0 = success", "random_get $ 64 = success",
        "sched_yield = success",
        "sock_accept closed 0 $ = badf", "sock_accept file 0 $ = notsock", "sock_accept dir 0 $ = notsock",
        "sock_accept closed 32 $ = inval",
        "sock_recv closed v 2 0 $ $ = badf", "sock_recv file v 2 0 $ $ = notsock", "sock_recv pipe v 2 0 $ $ = notsock",
        "sock_recv file v 2 4 $ $ = inval",
        "sock_send closed v 2 0 $ = badf", "sock_send file v 2 0 $ = notsock", "sock_send out v 2 0 $ = notsock",
        "sock_shutdown closed 1 = badf", "sock_shutdown file 1 = notsock", "sock_shutdown in 3 = notsock", "sock_shutdown file 4 = inval",
    ];

    private readonly ScratchDirectory _scratch = new();

    public static TheoryData<bool, string> Calls => new(from onHost in new[] { false, true } from call in s_calls select (onHost, call));

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [MemberData(nameof(Calls))]
    public void Preview1Call_WithArguments_ReturnsTheErrno(bool onHost, string call)
    {
        using TestGuest guest = Start(onHost, out Dictionary<string, ulong> values);
        string[] words = call.Split(' ');
        List<ulong> arguments = [];
        int pathAt = PathAt;
        foreach (string word in words[1..^2])
        {
            if (word[0] == '\'')
            {
                byte[] bytes = Encoding.UTF8.GetBytes(word[1..^1]);
                guest.Write(pathAt, bytes);
                arguments.AddRange([(ulong)pathAt, (ulong)bytes.Length]);
                pathAt += 0x400;
            }
            else
            {
                arguments.Add(values.TryGetValue(word, out ulong number) ? number : unchecked((ulong)long.Parse(word)));
            }
        }

        Assert.Equal(guest.Function(words[0]).Signature.Parameters.Length, arguments.Count);
        Assert.Equal(words[^1], guest.Call(words[0], [.. arguments]).ToString().ToLowerInvariant());
    }

    [Fact]
    public void Preview1Functions_ComparedWithTheCalls_AreAllTested()
    {
        using TestGuest guest = new();
        Assert.Equal(guest.Functions.Order(), s_calls.Select(static call => call.Split(' ')[0]).Append("proc_exit").Distinct().Order());
    }

    private TestGuest Start(bool onHost, out Dictionary<string, ulong> values)
    {
        WasiDirectory directory = onHost ? WasiDirectory.FromHostPath(_scratch.Path) : WasiDirectory.CreateInMemory();
        directory.WriteFile("file", "0123456789"u8);
        directory.WriteFile("dir/inner", "inner"u8);
        TestGuest guest = new(new WasiOptions
        {
            Mounts = [new("/mounted", directory)],
            Descriptors = [WasiDescriptor.Pipe()],
        });
        Assert.Equal(Errno.Success, guest.CallPath("path_create_directory", 3, "empty"));
        Assert.Equal(Errno.Success, guest.CallPaths("path_symlink", 3, "loop", 3, "loop"));
        Assert.Equal(Errno.Success, guest.CallPaths("path_symlink", 3, "missing", 3, "dangling"));
        Assert.Equal(Errno.Success, guest.Open(3, "file", 0, Rights.FdRead | Rights.FdWrite, out uint file));
        Assert.Equal(Errno.Success, guest.Open(3, "file", 0, Rights.FdRead, out uint reader));
        Assert.Equal(Errno.Success, guest.Open(3, "file", 0, Rights.FdWrite, out uint writer));
        Assert.Equal(Errno.Success, guest.Open(3, "dir", Oflags.Directory, 0, out uint directoryFd));
        guest.Vectors(BufferAt, 4, 0x2100, 4);
        values = new()
        {
            ["in"] = 0,
            ["out"] = 1,
            ["root"] = 3,
            ["pipe"] = 4,
            ["pipein"] = 5,
            ["file"] = file,
            ["reader"] = reader,
            ["writer"] = writer,
            ["dir"] = directoryFd,
            ["closed"] = 99,
            ["$"] = 0x6000,
            ["v"] = 0x100,
            ["zeros"] = 0x8000,
            ["max"] = ulong.MaxValue,
            ["end"] = long.MaxValue,
            ["R"] = (ulong)Rights.FdRead,
            ["W"] = (ulong)Rights.FdWrite,
        };
        return guest;
    }
}
