using System.Collections.Generic;
using Witx.Bindings.Architecture.Tests.Rules;
using Xunit;

namespace Witx.Bindings.Architecture.Tests;

/// <summary>Every place where a type can be mentioned is read.</summary>
public sealed class UseReaderTests
{
    private const string Used = """
        namespace Fixture.High
        {
            public class Target : System.Exception
            {
                public static int Value;

                public static void Do() { }
            }

            public class Mark : System.Attribute { }
        }
        """;

    [Theory]
    [InlineData("class X : High.Target { }", "X")]
    [InlineData("class X : System.Collections.Generic.List<High.Target> { }", "X")]
    [InlineData("class X<T> where T : High.Target { }", "X")]
    [InlineData("[High.Mark] class X { }", "X")]
    [InlineData("[System.Diagnostics.DebuggerTypeProxy(typeof(High.Target))] class X { }", "X")]
    [InlineData("class X { High.Target[] _field; }", "X._field")]
    [InlineData("class X { High.Target Property => null; }", "X.Property")]
    [InlineData("class X { [High.Mark] int Property => 1; }", "X.Property")]
    [InlineData("class X { public X(High.Target target) { } }", "X.X")]
    [InlineData("class X { void Do(ref High.Target target) { } }", "X.Do")]
    [InlineData("class X { void Do([High.Mark] int value) { } }", "X.Do")]
    [InlineData("class X { void Do<T>() where T : High.Target { } }", "X.Do")]
    [InlineData("class X { void Do() => High.Target.Do(); }", "X.Do")]
    [InlineData("class X { int Do() => High.Target.Value; }", "X.Do")]
    [InlineData("class X { bool Do(object o) => o is High.Target; }", "X.Do")]
    [InlineData("class X { object Do() => System.Array.Empty<High.Target>(); }", "X.Do")]
    [InlineData("class X { void Do() { try { System.Console.Clear(); } catch (High.Target) { } } }", "X.Do")]
    [InlineData("class X { System.Action Do() { int i = 0; return () => { i++; High.Target.Do(); }; } }", "X.Do")]
    [InlineData("class X { void Do() { Inner(); static void Inner() => High.Target.Do(); } }", "X.Do")]
    [InlineData("class X { async Task Do() { await Task.Yield(); High.Target.Do(); } }", "X.Do")]
    [InlineData("class X { System.Collections.Generic.IEnumerable<int> Do() { yield return High.Target.Value; } }", "X.Do")]
    [InlineData("class X { class Nested { void Do() => High.Target.Do(); } }", "X.Nested.Do")]
    [InlineData("unsafe class X { delegate*<High.Target, void> _field; }", "X._field")]
    public void Read_MentionOfType_IsFoundWithItsMember(string source, string member)
    {
        IReadOnlyCollection<TypeUse> uses = FixtureAssembly.Read(Used, $"using System.Threading.Tasks;\nnamespace Fixture; {source}");

        Assert.Contains(uses, use => use.User.Name == "X" && use.Member == member && use.Used.Namespace == "Fixture.High");
    }

    [Fact]
    public void Read_CallOfMember_NamesTheMember()
    {
        IReadOnlyCollection<TypeUse> uses = FixtureAssembly.Read("class X { bool Do() => System.OperatingSystem.IsLinux(); }");

        Assert.Contains(uses, static use => use is { Member: "X.Do", UsedMember: "IsLinux", Used.Name: "OperatingSystem" });
    }
}
