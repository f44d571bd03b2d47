using System;
using System.Diagnostics;
using System.IO;
using System.Threading;

namespace PluginServer.Load;

/// <summary>The resources of this process at one moment.</summary>
/// <param name="Memory">The resident memory in bytes, after a garbage collection.</param>
/// <param name="Descriptors">The number of open file descriptors; 0 if the system does not list them.</param>
/// <param name="Threads">The number of threads that do not belong to the thread pool.</param>
/// <param name="PoolThreads">
/// The number of threads of the thread pool. It is not compared: the pool adds threads while other programs use the processors.
/// </param>
internal readonly record struct ResourceUsage(long Memory, int Descriptors, int Threads, int PoolThreads)
{
    private const string DescriptorList = "/proc/self/fd";
    private const long MemoryMargin = 48 << 20;
    private const int DescriptorMargin = 16;
    private const int ThreadMargin = 16;

    /// <summary>Measures the resources.</summary>
    internal static ResourceUsage Measure()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using Process process = Process.GetCurrentProcess();
        int descriptors = Directory.Exists(DescriptorList) ? Directory.GetFileSystemEntries(DescriptorList).Length : 0;
        int poolThreads = ThreadPool.ThreadCount;
        return new ResourceUsage(process.WorkingSet64, descriptors, process.Threads.Count - poolThreads, poolThreads);
    }

    /// <summary>Returns the name of a resource that has grown beyond a margin since an earlier moment, or null.</summary>
    internal string? FindGrowth(ResourceUsage earlier) =>
        Memory > earlier.Memory + (earlier.Memory / 4) + MemoryMargin ? "memory"
        : Descriptors > earlier.Descriptors + DescriptorMargin ? "descriptors"
        : Threads > earlier.Threads + ThreadMargin ? "threads"
        : null;

    public override string ToString() =>
        $"memory {Memory >> 20} MiB, descriptors {Descriptors}, threads {Threads}, and {PoolThreads} of the thread pool";
}
