# For systems without the packages: pinned sources of the libraries that were not found, built here.
# OpenGL, EGL, epoxy, FreeType, fontconfig, libpng, giflib and zlib always come from the system.

include(FetchContent)
enable_language(C)
set(github https://github.com)

# backprop_populate(NAME URL): only the sources, in ${NAME}_SOURCE_DIR.
macro(backprop_populate name url)
  message(STATUS "Fetching ${name}")
  FetchContent_Declare(${name} URL ${url} DOWNLOAD_EXTRACT_TIMESTAMP TRUE SOURCE_SUBDIR no-cmake-here)
  FetchContent_MakeAvailable(${name})
endmacro()

# backprop_fetch(NAME URL): built by its own CMake files; neither installed nor warned about.
macro(backprop_fetch name url)
  backprop_populate(${name} ${url})
  add_subdirectory(${${name}_SOURCE_DIR} ${${name}_BINARY_DIR} EXCLUDE_FROM_ALL SYSTEM)
endmacro()

if(NOT TARGET fmt::fmt)
  backprop_fetch(fmt ${github}/fmtlib/fmt/archive/refs/tags/9.1.0.tar.gz)
endif()

if(NOT TARGET nlohmann_json::nlohmann_json)
  set(JSON_BuildTests OFF CACHE INTERNAL "")
  backprop_fetch(nlohmann_json ${github}/nlohmann/json/archive/refs/tags/v3.11.2.tar.gz)
endif()

if(NOT TARGET CLI11::CLI11)
  set(CLI11_BUILD_TESTS OFF CACHE INTERNAL "")
  set(CLI11_BUILD_EXAMPLES OFF CACHE INTERNAL "")
  backprop_fetch(cli11 ${github}/CLIUtils/CLI11/archive/refs/tags/v2.1.2.tar.gz)
endif()

if(BACKPROP_TESTS AND NOT TARGET doctest::doctest)
  # <doctest/doctest.h>, as the installed package has it.
  backprop_populate(doctest ${github}/doctest/doctest/archive/refs/tags/v2.4.9.tar.gz)
  add_library(doctest INTERFACE)
  target_include_directories(doctest SYSTEM INTERFACE ${doctest_SOURCE_DIR})
  add_library(doctest::doctest ALIAS doctest)
endif()

if(NOT TARGET md4c::md4c)
  backprop_populate(md4c ${github}/mity/md4c/archive/refs/tags/release-0.4.8.tar.gz)
  add_library(md4c STATIC EXCLUDE_FROM_ALL ${md4c_SOURCE_DIR}/src/md4c.c)
  target_compile_definitions(md4c PRIVATE MD4C_USE_UTF8)
  target_include_directories(md4c SYSTEM PUBLIC ${md4c_SOURCE_DIR}/src)
  add_library(md4c::md4c ALIAS md4c)
endif()

if(NOT TARGET glfw)
  set(GLFW_BUILD_DOCS OFF CACHE INTERNAL "")
  set(GLFW_BUILD_TESTS OFF CACHE INTERNAL "")
  set(GLFW_BUILD_EXAMPLES OFF CACHE INTERNAL "")
  set(GLFW_INSTALL OFF CACHE INTERNAL "")
  backprop_fetch(glfw ${github}/glfw/glfw/archive/refs/tags/3.3.8.tar.gz)
endif()

if(NOT TARGET ImGui::ImGui)
  # The same parts as in Debian's package.
  backprop_populate(imgui ${github}/ocornut/imgui/archive/refs/tags/v1.86.tar.gz)
  add_library(imgui STATIC EXCLUDE_FROM_ALL
    ${imgui_SOURCE_DIR}/imgui.cpp ${imgui_SOURCE_DIR}/imgui_draw.cpp
    ${imgui_SOURCE_DIR}/imgui_tables.cpp ${imgui_SOURCE_DIR}/imgui_widgets.cpp
    ${imgui_SOURCE_DIR}/misc/cpp/imgui_stdlib.cpp
    ${imgui_SOURCE_DIR}/misc/freetype/imgui_freetype.cpp
    ${imgui_SOURCE_DIR}/backends/imgui_impl_glfw.cpp
    ${imgui_SOURCE_DIR}/backends/imgui_impl_opengl3.cpp)
  target_compile_definitions(imgui PRIVATE IMGUI_ENABLE_FREETYPE)
  target_include_directories(imgui SYSTEM PUBLIC ${imgui_SOURCE_DIR} ${imgui_SOURCE_DIR}/misc/cpp
                                                 ${imgui_SOURCE_DIR}/misc/freetype
                                                 ${imgui_SOURCE_DIR}/backends)
  target_link_libraries(imgui PUBLIC glfw OpenGL::OpenGL Freetype::Freetype ${CMAKE_DL_LIBS})
  add_library(ImGui::ImGui ALIAS imgui)
endif()
